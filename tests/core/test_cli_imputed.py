"""`fit --missing multiple` prints the very result of the page."""

import json

import pytest

from core.cli import main
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from tests.building import model


def test_fit_imputes_when_asked(store_setting: str, reference: CohortStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "logistic", "--terms", "sex=M;age_years*10", "--missing", "multiple", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    assert printed == json.loads(json.dumps(plain(model(reference, terms="sex=M;age_years*10", missing="multiple"))))
    assert main(["fit", "least-squares", "--missing", "multiple"]) == 0
    assert "Imputed 20 times" in capsys.readouterr().out
