"""The page of data quality: what a link restores, what is said where something is missing, the way to a patient."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.location import SETTING, Location
from tests.test_pages import ROOT, charts, notices, run, words

QUALITY = ROOT / "pages" / "data" / "15_quality.py"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            {},
            "Everyone followed to a planned month has a visit in the window. "
            "By month 9, 16/86 (18.6%) had stopped and were not seen then.",
        ),
        ({}, "1 of 9 rules found something, in 2/86 (2.3%) of the patients in view: unchanged value 2."),
        ({}, "70 completers, 16 not assessed of 86 evaluable in view."),
        ({"window": "2"}, "Visit within ±2 months"),
        ({"window": "0"}, "Visit at the month exactly"),
        ({"month": "6"}, "Completers against non-completers, SALT ≤20 at month 6"),
        ({"endpoint": "eyebrow1"}, "not evaluable for the endpoint left out"),
        ({"where": "sex=F", "month": "1"}, "Everybody was assessed, so there is nobody to compare with."),
        ({"rule": "unchanged"}, "2 findings."),
    ],
)
def test_a_link_restores_the_view(address: dict[str, str], expected: str, store_setting: str) -> None:
    app = run(QUALITY, **address)
    assert expected in words(app) + "\n".join(charts(app))
    assert notices(app) == []


def test_a_rule_that_found_nothing_is_not_on_offer(store_setting: str) -> None:
    said = notices(run(QUALITY, rule="jump"))[0]
    assert "rule=jump, which is not on offer here; shown instead: Rule Every rule." in said


def test_chart_and_table_are_two_views_of_one_result(store_setting: str) -> None:
    app = run(QUALITY, view__coverage="table")
    said = words(app)
    assert "<th scope='row'>9</th><td class='number'>70</td>" in said
    assert "<td class='short'>70/70 (100.0%)</td>" in said


@pytest.fixture
def page_of(write_tables: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The page over small tables."""

    def opened(**tables: list[dict[str, object]]) -> Any:
        bring_in([write_tables(**tables)], current(), Location(tmp_path / "store"))
        monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
        return run(QUALITY)

    return opened


def test_one_patient_at_month_0_has_a_page(page_of: Callable[..., Any]) -> None:
    app = page_of(patient=[{"patient_id": "a", "sex": "F"}], visit=[{"patient_id": "a", "month": 0, "salt": 80}])
    said = words(app)
    assert "These data have no visit after month 0." in said
    assert "so nobody can have completed." in said
    assert "No rule found anything in 1 patient." in said
    assert "complete. Most often missing:" in said


def test_a_patient_without_any_visit_has_a_page(page_of: Callable[..., Any]) -> None:
    people = [{"patient_id": "a", "sex": "F"}, {"patient_id": "b", "sex": "M"}]
    app = page_of(patient=people, visit=[{"patient_id": "a", "month": month, "salt": 80} for month in (0, 3)])
    said = words(app)
    assert "1 completer, 1 not assessed of 2 evaluable in view." in said
    assert "By month 3, 1/2 (50.0%) have no later record." in said


def test_visits_without_any_score_have_a_page(page_of: Callable[..., Any]) -> None:
    app = page_of(patient=[{"patient_id": "a"}], visit=[{"patient_id": "a", "month": month} for month in (0, 3, 6)])
    said = words(app)
    assert "visit without a score 3" in said
    assert "Nobody in view has a score at a planned month." in said
