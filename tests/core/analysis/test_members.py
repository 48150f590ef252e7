"""Who the patients of a group are, against the bundled files and against the rates they make."""

from pathlib import Path

import pytest

from core.analysis.members import LISTED, members
from core.catalogue import current
from core.domain.endpoint import AnalysisSet
from core.domain.members import Members
from core.domain.rates import GroupRate, RateResult
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, current_store
from core.store.location import Location
from core.synthesis import synthesize
from core.words.members import counts_as
from tests.building import ask, read

CATALOGUE = current()


def names(found: Members) -> list[object]:
    return [row.baseline[0] for row in found.rows]


def group_of(result: RateResult, *values: str) -> GroupRate:
    return next(one for one in result.groups if tuple(level.value for level in one.levels) == values)


def test_a_group_holds_the_patients_that_the_files_put_there(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "duration_years:4", where="age_years=20..60")
    for group in result.groups:
        kind, exceeded = (level.value for level in group.levels)
        expected = [
            row["patient_id"]
            for row in read("patient")
            if row["aa_type"] == kind and 20 <= float(row["age_years"]) <= 60
            if (float(row["duration_years"]) > 4) == (exceeded == "1")
        ]
        found = members(reference, result, group)
        assert names(found) == sorted(expected)
        assert found.total == group.in_view == len(expected)


def test_everyone_in_view_is_listed_where_there_are_no_groups(reference: CohortStore) -> None:
    result = ask(reference, where="sex=F")
    assert names(members(reference, result, result.overall)) == sorted(
        row["patient_id"] for row in read("patient") if row["sex"] == "F"
    )


def test_every_patient_is_shown_with_the_value_in_the_window_and_baseline_in_words(reference: CohortStore) -> None:
    result = ask(reference, "aa_type")
    found = members(reference, result, group_of(result, "AM"))
    salt = {row["patient_id"]: float(row["salt"]) for row in read("visit") if float(row["month"]) == 9 and row["salt"]}
    first = {row["patient_id"]: float(row["salt"]) for row in read("visit") if float(row["month"]) == 0}
    for row in found.rows:
        shown = dict(zip(found.columns, row.baseline, strict=True))
        assert row.value == salt.get(str(shown["Patient"]))
        assert shown["Baseline SALT"] == first[str(shown["Patient"])]
        assert shown["AA type"] == "Multiplex (AM)"
        assert shown["Sex"] in ("Female", "Male")
        assert shown["Prior IVMP"] in ("Yes", "No")


@pytest.mark.parametrize("key", ["salt20", "salt75", "eyebrow2"])
@pytest.mark.parametrize("analysis_set", list(AnalysisSet))
def test_what_patients_count_as_makes_the_rate_of_their_group(
    reference: CohortStore, analysis_set: AnalysisSet, key: str
) -> None:
    result = ask(reference, "aa_type", "sex", key=key, analysis_set=analysis_set)
    for group in (*result.groups, result.overall):
        words = [counts_as(analysis_set, row.outcome) for row in members(reference, result, group).rows]
        assert words.count("responder") == group.events
        assert len(words) - words.count("not in the denominator") == group.n
        assert set(words) <= {"responder", "non-responder", "not in the denominator"}


def test_a_value_is_shown_exactly_for_those_assessed_in_the_window(reference: CohortStore) -> None:
    result = ask(reference)
    found = members(reference, result, result.overall)
    assert sum(row.value is not None for row in found.rows) == result.overall.n == 70
    assert sum(row.value is not None and row.value <= 20 for row in found.rows) == result.overall.events


def test_a_long_list_is_cut_by_pseudonym_and_says_how_many_there_are(tmp_path: Path) -> None:
    synthesize(LISTED + 20, 1, tmp_path / "tables", labs=False)
    where = Location(tmp_path / "store")
    bring_in([tmp_path / "tables"], CATALOGUE, where)
    store = current_store(CATALOGUE, where)
    result = ask(store)
    found = members(store, result, result.overall)
    assert (len(found.rows), found.total) == (LISTED, LISTED + 20)
    assert names(found) == sorted(map(str, names(found)))
