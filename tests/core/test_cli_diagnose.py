"""`diagnose` gives the diagnostics of the page, with the options of `fit`."""

import json

import pytest

from core.analysis.diagnostics import diagnose
from core.cli import main
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from tests.building import model_spec


def test_diagnose_prints_the_very_result_of_the_page(
    store_setting: str, reference: CohortStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diagnose", "logistic", "--where", "sex=F", "--estimator", "firth", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    found = diagnose(reference, CohortFilter.from_query("sex=F"), model_spec(estimator="firth"))
    assert printed == json.loads(json.dumps(plain(found)))


@pytest.mark.parametrize(("kind", "measure"), [("logistic", "AUC"), ("least-squares", "Predicted R²")])
def test_diagnose_as_text_has_a_line_a_measure(
    store_setting: str, capsys: pytest.CaptureFixture[str], kind: str, measure: str
) -> None:
    assert main(["diagnose", kind, "--terms", "sex=M;age_years*10"]) == 0
    out = capsys.readouterr().out
    assert f"  {measure}: " in out
    assert "  Age: per 10 years: " in out


def test_diagnose_refuses_what_cannot_be_asked(store_setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", "logistic", "--level", "2"]) == 2
    assert "level" in capsys.readouterr().err
