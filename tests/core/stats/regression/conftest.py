"""Cases with inline data whose expected values are R's, NIST's or closed forms; builders of designs and cohorts."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

CASES = Path(__file__).parents[3] / "reference_cases" / "stats_cases.json"


class Case:
    """A case as the kernel takes it: x (k, p) with R's names of its columns, n, y, and the expected numbers."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.expected, self.tol = case["expected"], case["tol"]
        self.data, self.spec = case["data"], case["spec"]
        y = np.array(self.data[self.spec["response"]], dtype=float)
        self.y, self.names, columns = y, ["(Intercept)"], [np.ones(len(y))]
        for term in self.spec["terms"]:
            values = self.data[term["name"]]
            levels = term.get("levels", [None, None])[1:]
            for level in levels:
                self.names.append(term["name"] + (level or ""))
                columns.append(np.array([float(v == level if level else v) for v in values]))
        self.x = np.column_stack(columns)
        weights = self.spec.get("weights")
        self.n = np.array(self.data[weights], dtype=float) if weights else np.ones(len(y))
        self.events = self.n * y

    def of(self, key: str) -> np.ndarray:
        """Give an expected quantity in the order of the columns."""
        return np.array([self.expected[key][name] for name in self.names])

    def columns(self, term: str) -> list[int]:
        """Give the columns of a term."""
        return [j for j, name in enumerate(self.names) if name.startswith(term)]


@pytest.fixture(scope="session")
def raw() -> dict[str, dict[str, Any]]:
    """Give the cases by id as they are in the file."""
    return {case["id"]: case for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]}


@pytest.fixture(scope="session")
def case(raw):
    """Give a builder: the case of an id."""
    return lambda name: Case(raw[name])


@pytest.fixture(scope="session")
def cohort():
    """Give a builder: x (k, p) of an intercept, a continuous and binary columns, n = 1, and events."""

    def build(seed: int, k: int = 70, p: int = 6, rate: float = 0.4):
        rng = np.random.default_rng(seed)
        x = np.column_stack([np.ones(k), rng.normal(50, 15, k), rng.random((k, p - 2)) < 0.4]).astype(float)
        log_odds = np.log(rate / (1 - rate)) + 0.03 * (x[:, 1] - 50) + x[:, 2:] @ rng.normal(0, 0.5, p - 2)
        return x, np.ones(k), (rng.random(k) < 1 / (1 + np.exp(-log_odds))).astype(float)

    return build


@pytest.fixture(scope="session")
def pathological():
    """Give inputs (name, x, n, events) that no model can be fitted to, or only with a warning."""
    rng = np.random.default_rng(3)
    one = np.ones(20)
    z, y = rng.normal(size=20), (rng.random(20) < 0.4).astype(float)
    group = np.repeat([0.0, 1.0], 10)
    quasi = np.where(group == 1, 1.0, y)
    quasi[:2] = [0, 1]
    return [
        ("no rows", np.ones((0, 2)), np.ones(0), np.ones(0)),
        ("zero weights", np.column_stack([one, z]), 0 * one, 0 * one),
        ("nobody responded", np.column_stack([one, z]), one, 0 * one),
        ("everyone responded", np.column_stack([one, z]), one, one),
        ("constant column", np.column_stack([one, z, 3 * one]), one, y),
        ("zero column", np.column_stack([one, z, 0 * one]), one, y),
        ("duplicate column", np.column_stack([one, z, z]), one, y),
        ("combination", np.column_stack([one, z, group, 2 - z + group]), one, y),
        (
            "fewer patients than columns",
            np.column_stack([np.ones(3), rng.normal(size=(3, 5))]),
            np.ones(3),
            np.array([0, 1, 1.0]),
        ),
        (
            "as many patients as columns",
            np.column_stack([np.ones(3), rng.normal(size=(3, 2))]),
            np.ones(3),
            np.array([0, 1, 1.0]),
        ),
        ("complete separation", np.column_stack([one, z]), one, (z > 0.1).astype(float)),
        ("quasi separation", np.column_stack([one, group]), one, quasi),
        ("one patient", np.ones((1, 1)), np.ones(1), np.ones(1)),
        ("huge values", np.column_stack([one, 1e12 * z]), one, y),
        ("tiny values", np.column_stack([one, 1e-12 * z]), one, y),
        ("one outlier", np.column_stack([one, np.where(np.arange(20) == 0, 1e6, z)]), one, y),
        (
            "mostly zero weights",
            np.column_stack([one, z]),
            (np.arange(20) < 2).astype(float),
            (np.arange(20) < 1).astype(float),
        ),
    ]
