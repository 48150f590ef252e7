"""The overview of the bundled cohort, recomputed from its files, and of small made-up ones."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from core.analysis.overview import overview
from core.catalogue import current
from core.domain.filters import CohortFilter
from core.domain.overview import ARMS, BaselineRow, OverviewResult
from core.ingest.bundle import bring_in
from core.stats.intervals import proportion
from core.store.cohort_store import CohortStore, current_store
from core.store.location import Location
from tests.building import REFERENCE, read, spec

Make = Callable[..., CohortStore]
CATALOGUE = current()


def ask(store: CohortStore, where: str = "", key: str = "salt20", month: int = 9) -> OverviewResult:
    return overview(store, CohortFilter.from_query(where), spec(key=key, month=month))


def arms() -> dict[str, list[dict[str, str]]]:
    """The patients of every arm, with their baseline scores, straight from the files."""
    first, ninth = (
        {row["patient_id"]: row for row in read("visit") if float(row["month"]) == month and row["salt"]} for month in (0, 9)
    )
    found: dict[str, list[dict[str, str]]] = {arm: [] for arm in ARMS}
    for row in read("patient"):
        at_start = {f"baseline_{key}": value for key, value in first[row["patient_id"]].items() if key != "patient_id"}
        now = ninth.get(row["patient_id"])
        arm = "not assessed" if now is None else "responders" if float(now["salt"]) <= 20 else "non-responders"
        for one in ("all", arm):
            found[one].append(row | at_start)
    return found


def row_of(result: OverviewResult, variable: str, level: str = "") -> BaselineRow:
    return next(row for row in result.baseline if row.variable == variable and row.level == level)


def test_the_flow_of_the_bundled_cohort_is_the_published_one(reference: CohortStore) -> None:
    flow = ask(reference).flow
    assert (flow.treated, flow.in_view, flow.assessed, flow.responded) == (86, 86, 70, 29)


@pytest.mark.parametrize("where", ["", "sex=F", "age_years=..40", "aa_type=AU;sex=M", "age_years=119.."])
@pytest.mark.parametrize(("key", "month"), [("salt20", 9), ("salt50", 6), ("eyebrow2", 9)])
def test_the_flow_adds_up(reference: CohortStore, where: str, key: str, month: int) -> None:
    result = ask(reference, where, key, month)
    flow = result.flow
    assert sum(n for _, n in flow.left) == flow.in_view - flow.assessed - flow.not_evaluable
    assert 0 <= flow.responded <= flow.assessed
    assert sum(result.sizes[1:]) + flow.not_evaluable == result.sizes[0] == flow.in_view
    assert result.sizes[1] == flow.responded
    assert all(n > 0 for _, n in flow.left)


def test_reasons_for_leaving_are_those_given_by_the_month_and_the_commonest_stands_first(make_store: Make) -> None:
    stops = {"a": (3, "cost"), "b": (9.5, "cost"), "c": (12, "moved"), "d": (2, ""), "e": ("", ""), "f": (1, "adverse_event")}
    store = make_store(
        patient=[{"patient_id": name, "stop_month": at, "stop_reason": why} for name, (at, why) in stops.items()]
        + [{"patient_id": "g"}],
        visit=[{"patient_id": name, "month": 0, "salt": 80} for name in "abcdefg"]
        + [{"patient_id": "g", "month": 9, "salt": 80}],
    )
    assert ask(store).flow.left == (("No value in the window", 3), ("Cost", 2), ("Adverse event", 1))


@pytest.mark.parametrize("name", ["age_years", "duration_years", "episode_years", "baseline_salt"])
def test_medians_and_quartiles_are_those_of_the_files(reference: CohortStore, name: str) -> None:
    found = row_of(ask(reference), name)
    for arm, summary in zip(ARMS, found.arms, strict=True):
        values = [float(one[name]) for one in arms()[arm] if one[name]]
        lower, median, upper = np.percentile(values, [25, 50, 75])
        assert (summary.lower, summary.median, summary.upper) == pytest.approx((lower, median, upper), abs=1e-12)
        assert (summary.n, summary.missing) == (len(values), len(arms()[arm]) - len(values))


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [("aa_type", "AU", "Universalis (AU)"), ("sex", "M", "Male"), ("ivmp_history", "1", "Yes"),
     ("site", "Centre 1", "Centre 1"), ("baseline_clinro_eyebrow", "3", "3, complete loss")],
)  # fmt: skip
def test_counts_of_choices_are_those_of_the_files(reference: CohortStore, name: str, value: str, level: str) -> None:
    found = row_of(ask(reference), name, level)
    for arm, summary in zip(ARMS, found.arms, strict=True):
        assert summary.count == sum(one[name] == value for one in arms()[arm])
        assert summary.n == sum(one[name] != "" for one in arms()[arm])


def test_the_standardised_difference_of_age_is_the_difference_of_means_in_pooled_standard_deviations(
    reference: CohortStore,
) -> None:
    ours, theirs = ([float(one["age_years"]) for one in arms()[arm]] for arm in ("responders", "non-responders"))
    pooled = math.sqrt((np.var(ours, ddof=1) + np.var(theirs, ddof=1)) / 2)
    expected = float(np.mean(ours) - np.mean(theirs)) / pooled
    assert row_of(ask(reference), "age_years").smd == pytest.approx(expected, abs=1e-12)


def test_the_standardised_difference_of_a_choice_stands_in_its_first_line_only(reference: CohortStore) -> None:
    result = ask(reference)
    share = [np.mean([one["sex"] == "F" for one in arms()[arm]]) for arm in ("responders", "non-responders")]
    expected = abs(share[0] - share[1]) / math.sqrt(sum(p * (1 - p) for p in share) / 2)
    assert row_of(result, "sex", "Female").smd == pytest.approx(expected, abs=1e-12)
    assert row_of(result, "sex", "Male").smd is None


def test_variables_that_nobody_has_are_left_out_and_missing_values_are_counted(make_store: Make) -> None:
    store = make_store(
        patient=[{"patient_id": "a", "age_years": 30}, {"patient_id": "b", "age_years": ""}],
        visit=[{"patient_id": name, "month": month, "salt": 10} for name in "ab" for month in (0, 9)],
    )
    result = ask(store)
    assert {row.variable for row in result.baseline} == {"age_years", "baseline_salt", "baseline_salt_band"}
    assert [(one.n, one.missing) for one in row_of(result, "age_years").arms] == [(1, 1), (1, 1), (0, 0), (0, 0)]


def test_published_figures_stand_beside_those_of_everyone_whatever_the_filter(reference: CohortStore) -> None:
    result = ask(reference, "sex=F", "salt75", 6)
    beside = {one.label: (one.events, one.n) for one in result.published}
    assert beside == {
        "Treated": (86, 86), "Completed month 9": (70, 86), "SALT ≤20 at month 9": (29, 70), "Multiplex": (10, 11),
        "Ophiasis": (3, 10), "Any adverse event": (22, 86), "eGFR decline": (16, 86), "Liver enzyme rise": (3, 86),
    }  # fmt: skip
    assert "Wada-Irimada" in result.citation
    events = ("Any adverse event", "eGFR decline", "Liver enzyme rise")
    for one in result.published:
        interval = "clopper-pearson" if one.label in events else "wilson"  # as on the pages of events and of rates
        assert one.rate == (None if one.label in ("Treated", "Completed month 9") else proportion(one.events, one.n, interval))


@pytest.mark.parametrize("about", ["", 'name = "Ours"\n', 'name = "Ours"\nreference = "another-analysis"\n'])
def test_a_cohort_that_mirrors_no_published_analysis_has_none_beside_it(tmp_path: Path, about: str) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for table in ("patient", "visit"):
        (folder / f"{table}.csv").write_bytes((REFERENCE / f"{table}.csv").read_bytes())
    if about:
        (folder / "about.toml").write_text(about, encoding="utf-8")
    where = Location(tmp_path / "store")
    bring_in([folder], CATALOGUE, where)
    result = ask(current_store(CATALOGUE, where))
    assert (result.published, result.citation, result.flow.assessed) == ((), "", 70)


def test_nobody_in_view_has_no_baseline_and_still_everyone_treated(reference: CohortStore) -> None:
    result = ask(reference, "age_years=119..")
    assert (result.flow.treated, result.flow.in_view, result.baseline, result.sizes) == (86, 0, (), (0, 0, 0, 0))
    assert len(result.published) == 8


def test_a_number_is_summarised_by_all_of_its_values_not_by_its_patterns(make_store: Make) -> None:
    ages: Mapping[str, int] = dict(zip("abcde", (20, 20, 20, 60, 70), strict=True))
    store = make_store(
        patient=[{"patient_id": name, "age_years": age} for name, age in ages.items()],
        visit=[{"patient_id": name, "month": month, "salt": 10} for name in ages for month in (0, 9)],
    )
    everyone = row_of(ask(store), "age_years").arms[0]
    assert (everyone.lower, everyone.median, everyone.upper) == (20, 20, 60)
