"""The cut-off scan: its counts are those of the rates, its p that of shuffled outcomes, and a reason where there is none."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from core.analysis.cut_scan import scan
from core.catalogue import current
from core.domain.cut_scan import ScanResult
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.cut_scan import cut_scan_table
from core.words.cut_scan import STATUSES, caption, finding
from tests.building import ask, scan_spec


def scanned(store: CohortStore, variable: str = "duration_years", where: str = "") -> ScanResult:
    return scan(store, CohortFilter.from_query(where), scan_spec(variable))


@pytest.mark.parametrize("at", [2.2, 4.5, 7.0])
def test_both_sides_of_a_cut_are_the_groups_of_the_rates_page(reference: CohortStore, at: float) -> None:
    cut = next(one for one in scanned(reference).cuts if one.at == at)
    groups = ask(reference, f"duration_years:{at}", reference="1").groups
    assert [cut.below, cut.above] == [(one.events, one.n) for one in groups]
    assert cut.difference == groups[0].difference
    assert cut.odds_ratio == groups[0].odds_ratio


def test_every_cut_leaves_a_tenth_on_either_side_and_the_largest_is_the_best(reference: CohortStore) -> None:
    result = scanned(reference)
    assert result.n == 70
    assert all(min(cut.below[1], cut.above[1]) >= 7 for cut in result.cuts)
    assert result.best == int(np.argmax([abs(cut.statistic) for cut in result.cuts]))
    assert 0.9 < sum(cut.chosen for cut in result.cuts) <= 1 + 1e-9  # a resample can have a cut that all patients have not


def test_the_corrected_p_is_that_of_shuffled_outcomes(reference: CohortStore) -> None:
    result = scanned(reference)
    ends = [cut.below[1] for cut in result.cuts]
    responders = sum(result.cuts[0].below[:1]) + sum(result.cuts[0].above[:1])
    y = np.repeat([1.0, 0.0], [responders, result.n - responders])
    rng = np.random.default_rng(1)
    m = np.array(ends)
    spread = np.sqrt(m * (result.n - m) / (result.n * (result.n - 1)) * ((y - y.mean()) ** 2).sum())
    largest = [np.max(np.abs(np.cumsum(rng.permutation(y))[m - 1] - m * y.mean()) / spread) for _ in range(4000)]
    seen = max(abs(cut.statistic) for cut in result.cuts)
    assert result.p == pytest.approx(np.mean(np.array(largest) >= seen - 1e-9), abs=0.03)  # 4,000 shuffles


def test_the_same_question_gives_the_same_answer(reference: CohortStore) -> None:
    assert scanned(reference) == scanned(reference)


def test_the_finding_says_what_the_search_costs(reference: CohortStore) -> None:
    result = scanned(reference)
    said = finding(result)
    assert "over all cut-offs, exact" in said
    assert "bootstrap samples (seed 20250127) the best cut-off lay at" in said
    assert "overstates" in caption(current(), result, date(2026, 8, 1)).note


@pytest.mark.parametrize(("where", "status"), [("age_years=119..", "nobody"), ("aa_type=AM;ivmp_history=1", "one outcome")])
def test_where_there_is_nothing_to_cut_the_reason_stands_instead(reference: CohortStore, where: str, status: str) -> None:
    result = scanned(reference, where=where)
    assert result.status == status
    assert finding(result) == STATUSES[result.status] != ""
    assert cut_scan_table(result) == []
    plain(result)


def test_patients_of_one_value_have_no_cut(make_store: Callable[..., CohortStore]) -> None:
    people = [{"patient_id": f"p{at}", "duration_years": 3} for at in range(10)]
    visits = [{"patient_id": f"p{at}", "month": m, "salt": 10 if m and at % 2 else 90} for at in range(10) for m in (0, 9)]
    assert scanned(make_store(patient=people, visit=visits)).status == "no cut"


def test_only_numbers_can_be_cut(reference: CohortStore) -> None:
    with pytest.raises(RequestError, match="no line"):
        scanned(reference, "sex")
    with pytest.raises(RequestError, match="immortal-time"):
        scanned(reference, "stop_month")


@pytest.mark.parametrize("variable", ["age_years", "episode_years", "baseline_salt"])
def test_every_number_can_be_scanned(reference: CohortStore, variable: str) -> None:
    result = scanned(reference, variable)
    plain(result)
    assert len(cut_scan_table(result)) == len(result.cuts)
