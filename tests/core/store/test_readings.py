"""Cells that are not in the plain form, from a file to the version in force."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.problems import Problem
from core.ingest.bundle import bring_in
from core.store import readings
from core.store.location import Location
from core.store.publish import Published

PLAIN = [
    {"patient_id": "a", "sex": "F", "age_years": "34", "start_date": "2022-07-11", "ivmp_history": "1"},
    {"patient_id": "b", "sex": "M", "age_years": "", "start_date": "2022-10-03", "ivmp_history": "0"},
]
WRITTEN = [
    {"patient_id": "a", "sex": "Female", "age_years": "34歳", "start_date": "R4.7.11", "ivmp_history": "あり"},
    {"patient_id": "b", "sex": "Ｍ", "age_years": "不明", "start_date": "令和4年10月3日", "ivmp_history": "なし"},
]
VISITS = [{"patient_id": "a", "month": "0", "salt": "55.5"}, {"patient_id": "b", "month": "0", "salt": ""}]
VISITS_WRITTEN = [
    {"patient_id": "a", "month": "baseline", "salt": "５５．５"},
    {"patient_id": "b", "month": "0M", "salt": "ND"},
]


@pytest.fixture
def published(write_tables: Callable[..., Path], tmp_path: Path) -> Callable[..., Published]:
    def publish(**tables: list[dict[str, str]]) -> Published:
        return bring_in([write_tables(**tables)], current(), Location(tmp_path / "store"))

    return publish


def of(problems: tuple[Problem, ...], column: str) -> list[tuple[int | None, str | None, str]]:
    return [(one.row, one.found, one.rule) for one in problems if one.column == column and one.rule.startswith("read as")]


def test_what_a_clinic_writes_gives_the_same_version_as_the_plain_form(published: Callable[..., Published]) -> None:
    plain = published(patient=PLAIN, visit=VISITS)
    written = published(patient=WRITTEN, visit=VISITS_WRITTEN)
    assert written.version.digest == plain.version.digest
    assert not [one for one in plain.findings if one.rule.startswith("read as")]


def test_every_rule_is_told_with_its_first_cell_and_how_many_there_are(published: Callable[..., Published]) -> None:
    told = published(patient=WRITTEN, visit=VISITS_WRITTEN).findings
    assert of(told, "start_date") == [
        (2, "R4.7.11", "read as 2022-07-11: a date written as year of an era (2 cells; this is the first)")
    ]
    assert of(told, "salt") == [
        (2, "５５．５", "read as 55.5: written in full width"),
        (3, "ND", "read as not recorded: 'ND' stands for not recorded"),
    ]
    assert of(told, "month") == [
        (2, "baseline", "read as 0: 'baseline' stands for month 0"),
        (3, "0M", "read as 0: with its unit, M"),
    ]
    severities = {one.found: one.severity for one in told}
    assert (severities["R4.7.11"], severities["ND"], severities["不明"]) == ("note", "note", "warning")


def not_taken(published: Published) -> list[tuple[int | None, str | None, str | None, str]]:
    return [(p.row, p.column, p.found, p.rule) for p in published.findings if p.severity in ("emptied", "left_out")]


def test_a_cell_that_could_mean_two_things_is_refused_as_it_was_written(published: Callable[..., Published]) -> None:
    wrong = [PLAIN[0] | {"start_date": "7/11/2022"}, PLAIN[1]]
    assert not_taken(published(patient=wrong, visit=[VISITS[0] | {"salt": ">95"}, VISITS[1]])) == [
        (2, "start_date", "7/11/2022", "two dates, for the day or the month may come first"),
        (2, "salt", ">95", "a bound, not a value"),
    ]


def test_what_is_read_and_then_refused_is_shown_as_it_was_written(published: Callable[..., Published]) -> None:
    wrong = [PLAIN[0] | {"start_date": "2099/1/1", "age_years": "１５６"}, PLAIN[1] | {"start_date": "2099-01-01"}]
    assert not_taken(published(patient=wrong, visit=VISITS)) == [
        (2, "start_date", "2099/1/1", "a date after today"),
        (3, "start_date", "2099-01-01", "a date after today"),
        (2, "age_years", "１５６", "outside 0 to 120"),
    ]


def test_a_bare_number_among_spans_is_asked_for(published: Callable[..., Published]) -> None:
    spans = [PLAIN[0] | {"duration_years": "8ヶ月"}, PLAIN[1] | {"duration_years": "10"}]
    rule = "a number without a unit, where other cells name years and months"
    assert not_taken(published(patient=spans, visit=VISITS)) == [(3, "duration_years", "10", rule)]
    years = [PLAIN[0] | {"duration_years": "8年"}, PLAIN[1] | {"duration_years": "10"}]
    assert not_taken(published(patient=years, visit=VISITS)) == []


def test_texts_beyond_those_looked_at_are_judged_as_they_stand(
    published: Callable[..., Published], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "MOST_TEXTS", 1)
    assert (3, "sex", "Ｍ", "not one of the known values") in not_taken(published(patient=WRITTEN, visit=VISITS_WRITTEN))
