"""Expected numbers from R for the statistics tests."""

import json
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).parents[2] / "reference" / "proportions.json"


@pytest.fixture(scope="session")
def r() -> dict[str, Any]:
    """Give the expected numbers by case."""
    return dict(json.loads(REFERENCE.read_text()))


@pytest.fixture(scope="session")
def pairs(r: dict[str, Any]) -> list[tuple[tuple[int, int], tuple[int, int], dict[str, Any]]]:
    """Give (group, reference, expected) of every two-sample table."""
    return [((e["x1"], e["n1"]), (e["x2"], e["n2"]), e) for e in r["proportion_two_sample"]["expected"]]
