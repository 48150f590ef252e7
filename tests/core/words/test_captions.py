"""What stands around every chart, table and list: title, who is counted, how, on which data."""

import re
from datetime import date

import pytest

from core.analysis.members import members
from core.analysis.overview import overview
from core.catalogue import current
from core.domain.caption import Caption
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.ingest.bundle import bring_in
from core.stats.differences import DIFFERENCE_METHODS
from core.stats.intervals import PROPORTION_METHODS
from core.store.cohort_store import CohortStore, current_store
from core.store.location import Location
from core.words import overview as overview_words
from core.words.cohort import filter_sentence
from core.words.members import members_caption
from core.words.numbers import rate_interval
from core.words.rates import as_text, caption, counts
from core.words.sets import IMPUTED, SETS
from tests.building import ask, spec

CATALOGUE = current()
TODAY = date(2026, 8, 1)


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> CohortStore:
    """Patients of every kind: responding, not, carried, never assessed, without the baseline, below the entry condition."""
    salts: dict[str, tuple[int | str, int | str, int | str]] = {
        "a": (80, 60, 10), "b": (80, 60, 50), "c": (80, 10, ""), "d": (80, 70, ""), "e": (80, "", ""), "f": ("", "", 10),
        "g": (0, 0, 0), "h": ("", "", ""),
    }  # fmt: skip
    visits = [
        f"{name},{month},{salt},{3 if name in 'abe' and not month else ''}"
        for name, row in salts.items()
        for month, salt in zip((0, 6, 9), row, strict=True)
    ]
    folder = tmp_path_factory.mktemp("sparse")
    patients = [f"{name},{'F' if name in 'abcd' else ''}" for name in salts]
    (folder / "patient.csv").write_text("\n".join(["patient_id,sex", *patients]), encoding="utf-8")
    (folder / "visit.csv").write_text("\n".join(["patient_id,month,salt,clinro_eyebrow", *visits]), encoding="utf-8")
    where = Location(folder / "store")
    bring_in([folder], CATALOGUE, where)
    return current_store(CATALOGUE, where)


def number_before(words: str, text: str) -> int:
    found = re.search(rf"([\d,]+) {words}", text)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("key", ["salt20", "salt50", "eyebrow2"])
@pytest.mark.parametrize("analysis_set", list(AnalysisSet))
def test_the_denominator_and_those_left_out_add_up_to_those_in_view(
    sparse: CohortStore, analysis_set: AnalysisSet, key: str
) -> None:
    result = ask(sparse, key=key, analysis_set=analysis_set)
    text = counts(result)
    counted = re.match(rf"{SETS[analysis_set]}: (\d+) of (\d+) patients? responded", text)
    events, n = (int(counted[1]), int(counted[2])) if counted else (0, 0)
    assert (events, n) == (result.overall.events, result.overall.n)
    assert bool(counted) != ("nobody can be counted, so there is no rate, for none was assessed then" in text)
    missing = number_before(f"not assessed in the window, {IMPUTED[analysis_set]}", text)
    assert missing == result.overall.missing > 0
    left_out = number_before("not evaluable for this endpoint, left out", text)
    left_out += missing if analysis_set is AnalysisSet.OBSERVED else number_before("never assessed, left out", text)
    assert n + left_out == number_before("of 8 patients in view", text) == 8


def test_those_in_no_group_are_counted_with_the_variable_that_is_missing(sparse: CohortStore) -> None:
    assert "4 in no group, sex not recorded" in counts(ask(sparse, "sex"))
    assert "in no group" not in counts(ask(sparse))


@pytest.mark.parametrize("view", ["rates", "heatmap", "differences", "sets"])
def test_every_caption_says_which_response_of_whom_on_which_data(reference: CohortStore, view: str) -> None:
    result = ask(reference, "aa_type", "sex", where="age_years=20..70", reference="AU")
    words = caption(CATALOGUE, result, view, TODAY)  # type: ignore[arg-type]
    assert words.title.startswith("SALT ≤20 at month 9")
    assert words.cohort == "Patients with age 20 to 70 years."
    assert words.alt.startswith(words.title)
    assert "visits within ±0.5 months of month 9" in words.method
    assert "Wilson score 95% intervals" in words.method or "Newcombe hybrid score 95% intervals" in words.method
    assert words.footer == (words.cohort, words.counts, words.method, words.data)
    assert_simulated(words, result.provenance.version)


def assert_simulated(words: Caption, version: str) -> None:
    assert words.synthetic
    assert "(simulated patients)" in words.data
    assert f"data version {version[:8]}" in words.data
    assert "made 2026-08-01" in words.data
    assert "not a medical device" in words.data


def test_a_cohort_that_is_not_simulated_is_not_called_so(sparse: CohortStore) -> None:
    words = caption(CATALOGUE, ask(sparse), "rates", TODAY)
    assert not words.synthetic
    assert "simulated" not in words.data


def test_titles_name_the_groupings_and_the_reference_group(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "baseline_salt_band", reference="AU")
    titles = {view: caption(CATALOGUE, result, view, TODAY).title for view in ("rates", "heatmap", "differences", "sets")}  # type: ignore[arg-type]
    assert titles == {
        "rates": "SALT ≤20 at month 9 by AA type and baseline SALT band",
        "heatmap": "SALT ≤20 at month 9 by AA type and baseline SALT band, heat map",
        "differences": "SALT ≤20 at month 9: difference from Universalis (AU)",
        "sets": "SALT ≤20 at month 9 under every analysis set",
    }


@pytest.mark.parametrize("interval", PROPORTION_METHODS)
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_method_names_the_interval_that_ran_with_its_level(reference: CohortStore, interval: str, level: float) -> None:
    words = caption(CATALOGUE, ask(reference, interval=interval, level=level), "rates", TODAY)
    assert f"{PROPORTION_METHODS[interval].name} {100 * level:g}% intervals" in words.method
    assert f"{100 * level:g}% interval " in words.counts
    assert PROPORTION_METHODS[interval].name in dict(words.how)


@pytest.mark.parametrize("method", DIFFERENCE_METHODS)
def test_the_method_of_differences_names_their_interval_and_the_reference(reference: CohortStore, method: str) -> None:
    words = caption(CATALOGUE, ask(reference, "aa_type", difference=method, reference="OA"), "differences", TODAY)
    assert f"{DIFFERENCE_METHODS[method].name} 95% intervals of the difference from Ophiasis (OA)" in words.method
    assert DIFFERENCE_METHODS[method].name in dict(words.how)


@pytest.mark.parametrize(
    ("window", "part"), [(0.0, "visits at month 9 exactly"), (1.5, "visits within ±1.5 months of month 9")]
)
def test_the_visit_window_is_told_as_it_was_used(reference: CohortStore, window: float, part: str) -> None:
    assert part in caption(CATALOGUE, ask(reference, window=window), "rates", TODAY).method


def test_every_test_shown_stands_beside_its_name_and_adjusted_value(reference: CohortStore) -> None:
    text = caption(CATALOGUE, ask(reference, "duration_years:2,4,8", "sex"), "rates", TODAY).method
    assert "Any difference in Female: Fisher" in text
    assert re.search(r"Trend in Male: (exact )?Cochran-Armitage trend test, p ", text)
    assert text.count("(Benjamini-Hochberg ") == 4


@pytest.mark.parametrize("analysis_set", list(AnalysisSet))
def test_how_it_was_made_explains_the_endpoint_and_the_set(reference: CohortStore, analysis_set: AnalysisSet) -> None:
    result = ask(reference, "sex", analysis_set=analysis_set)
    how = dict(caption(CATALOGUE, result, "rates", TODAY).how)
    assert how["Endpoint"] == result.spec.endpoint.definition
    assert SETS[analysis_set] in how
    everything = dict(caption(CATALOGUE, result, "sets", TODAY).how)
    assert set(SETS.values()) <= set(everything)


def test_files_of_different_questions_have_different_names_that_any_system_takes(reference: CohortStore) -> None:
    asked = [{}, {"where": "sex=F"}, {"key": "salt<=33.5"}, {"month": 6}, {"analysis_set": AnalysisSet.NRI}, {"window": 1.0},
             {"level": 0.9}]  # fmt: skip
    stems = {caption(CATALOGUE, ask(reference, **one), "rates", TODAY).file_stem for one in asked}  # type: ignore[arg-type]
    stems.add(caption(CATALOGUE, ask(reference), "sets", TODAY).file_stem)
    assert len(stems) == len(asked) + 1
    assert all(re.fullmatch(r"[\w.-]{1,200}", stem) for stem in stems)


def test_nobody_in_view_is_told_without_a_number_that_does_not_exist(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", where="age_years=119..120")
    for view in ("rates", "differences", "sets"):
        words = caption(CATALOGUE, result, view, TODAY)  # type: ignore[arg-type]
        assert not re.search(r"nan|None|inf\b", " ".join((*words.footer, words.alt, words.note, words.title)))
    assert "nobody can be counted, so there is no rate" in counts(result)


def test_the_text_for_a_terminal_gives_every_group_with_its_counts(reference: CohortStore) -> None:
    text = as_text(CATALOGUE, ask(reference, "aa_type"), TODAY)
    for line in ("  Multiplex (AM) 10/11, 90.9% (", "  Ophiasis (OA) 3/10, 30.0% (", "  Universalis (AU) 6/24, 25.0% ("):
        assert f"\n{line}" in text
    assert text.splitlines()[1] == "All treated patients."


def test_the_overview_tells_the_flow_and_where_the_figures_come_from(reference: CohortStore) -> None:
    result = overview(reference, CohortFilter.from_query("sex=F"), spec())
    flow = overview_words.caption(CATALOGUE, result, "flow", TODAY)
    numbers = result.flow
    assert f"86 treated, {numbers.in_view} in view, {numbers.assessed} assessed, {numbers.responded} responded" in flow.counts
    assert f"({numbers.responded}/{numbers.assessed}, 47.4%, 95% interval {rate_interval(numbers.rate)})" in flow.counts
    assert f"{numbers.in_view - numbers.assessed} not assessed: " in flow.counts
    assert flow.cohort == filter_sentence(CATALOGUE, result.cohort)
    assert "visits within ±0.5 months of month 9" in flow.method
    assert_simulated(flow, result.provenance.version)


def test_published_figures_are_never_said_to_be_filtered(reference: CohortStore) -> None:
    words = overview_words.caption(CATALOGUE, overview(reference, CohortFilter.from_query("sex=F"), spec()), "published", TODAY)
    assert words.cohort == "All treated patients, whatever the filter."
    assert "Wada-Irimada" in words.method
    assert "Wilson score 95% intervals and Clopper-Pearson exact 95% intervals" in words.method
    assert "says nothing about real patients" in words.method


def test_the_list_of_patients_tells_who_is_not_in_the_denominator(reference: CohortStore) -> None:
    result = ask(reference, "aa_type")
    ophiasis = next(one for one in result.groups if one.levels[0].value == "OA")
    said = members_caption(CATALOGUE, result, members(reference, result, ophiasis), TODAY).note
    assert said.endswith("Counted 3 as responder and 7 as non-responder; 3 not in the denominator.")


def test_the_list_of_patients_says_which_group_how_many_and_how_they_count(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", where="age_years=20..", analysis_set=AnalysisSet.LOCF)
    group = next(one for one in result.groups if one.levels[0].value == "AU")
    words = members_caption(CATALOGUE, result, members(reference, result, group), TODAY)
    assert words.title == "Who they are: Universalis (AU)"
    rest = f"{group.n - group.events} as non-responder"
    assert words.counts == f"{group.in_view} patients in view in this group. Counted {group.events} as responder and {rest}."
    assert f"counted as in: {SETS[AnalysisSet.LOCF]}" in words.method
    assert "visits within ±0.5 months of month 9" in words.method
    assert words.cohort == "Patients with age ≥20 years."
    assert_simulated(words, result.provenance.version)
