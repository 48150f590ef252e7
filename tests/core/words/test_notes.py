"""What a card says at once and what it folds away: warnings are never behind it, and nothing is lost."""

from collections.abc import Iterator
from datetime import date

import pytest

from core.analysis.curve import curve
from core.analysis.cut_scan import scan
from core.analysis.members import members
from core.analysis.overview import overview
from core.analysis.subgroups import subgroups, usual_subgroups
from core.analysis.what_if import what_if
from core.catalogue import current
from core.domain.caption import Caption
from core.domain.filters import CohortFilter
from core.domain.subgroups import SubgroupSpec
from core.domain.what_if import Profile
from core.store.cohort_store import CohortStore
from core.words import adjusted as adjusted_words
from core.words import curve as curve_words
from core.words import cut_scan as scan_words
from core.words import model as model_words
from core.words import overview as overview_words
from core.words import rates as rates_words
from core.words import subgroups as subgroup_words
from core.words import what_if as what_if_words
from core.words.diagnostic_plots import plot_caption
from core.words.diagnostics import HEADING, RANGES
from core.words.diagnostics import caption as diagnostics_caption
from core.words.members import members_caption
from core.words.model_method import FEW, PARTED
from core.words.provenance import SYNTHETIC, behind
from tests.building import ask, model, model_spec, scan_spec, spec
from tests.core.analysis.test_adjusted import adjusted
from tests.core.words.test_diagnostics import both

C, TODAY = current(), date(2026, 8, 1)


def captions(store: CohortStore, where: str) -> Iterator[Caption]:
    """Every caption of every page."""
    cohort, rates = CohortFilter.from_query(where), ask(store, "aa_type", "sex", where=where)
    yield from (rates_words.caption(C, rates, view, TODAY) for view in ("rates", "heatmap", "differences", "sets"))
    flow = overview(store, cohort, spec())
    yield from (overview_words.caption(C, flow, view, TODAY) for view in ("flow", "baseline", "published"))
    yield members_caption(C, rates, members(store, rates, rates.groups[0]), TODAY)
    yield from (model_words.caption(C, model(store, where), view, TODAY) for view in ("forest", "terms"))
    yield adjusted_words.caption(C, adjusted(store, where), TODAY)
    yield what_if_words.caption(C, what_if(store, cohort, model_spec(), Profile()), TODAY)
    yield scan_words.caption(C, scan(store, cohort, scan_spec()), TODAY)
    yield curve_words.caption(C, curve(store, cohort, scan_spec()), TODAY)
    factor = model_spec("ivmp_history=0")
    asked = SubgroupSpec(model=factor, by=usual_subgroups(C, factor.terms[0]))
    yield subgroup_words.caption(C, subgroups(store, cohort, asked), TODAY)
    result, found = both(store, where)
    yield from (plot_caption(C, result, found, plot, TODAY) for plot in ("roc", "calibration", "influence"))
    yield from (diagnostics_caption(C, result, found, heading, TODAY) for heading in (HEADING, RANGES))


@pytest.mark.parametrize("where", ["", "sex=F"])
def test_note_and_what_is_behind_it_say_all_that_a_file_says(reference: CohortStore, where: str) -> None:
    for words in captions(reference, where):
        assert words.note, words.title
        shown = f"{words.note} {behind(words)}"
        for sentence in f"{words.counts} {words.method}".split(". "):
            assert sentence.removesuffix(".") in shown, words.title


def test_a_note_is_short_where_nothing_is_wrong(reference: CohortStore) -> None:
    words = model_words.caption(C, model(reference, terms="sex=M"), "forest", TODAY)
    assert words.note == "70 patients used, 29 responders (observed completers)."
    assert behind(words).startswith(f"{words.counts} ")


def test_warnings_are_never_folded_away(reference: CohortStore) -> None:
    note = model_words.caption(C, model(reference, "sex=F"), "forest", TODAY).note
    assert FEW.format(per=1.8) in note
    assert "has no finite odds ratio for AA type" in note
    assert "Sex: Female is left out" in note
    assert (
        "Not imputed, for " in model_words.caption(C, model(reference, "aa_type=OA", missing="multiple"), "forest", TODAY).note
    )
    nobody = model_words.caption(C, model(reference, "age_years=119.."), "forest", TODAY).note
    assert "Loosen the filter" in nobody
    assert PARTED.startswith("A combination of the terms parts")


def test_published_figures_say_that_the_patients_are_simulated_and_count_everyone(reference: CohortStore) -> None:
    words = overview_words.caption(C, overview(reference, CohortFilter.from_query("sex=F"), spec()), "published", TODAY)
    assert SYNTHETIC in words.note
    assert words.counts == "86 patients treated."


def test_what_the_note_says_in_full_is_not_said_again(reference: CohortStore) -> None:
    words = overview_words.caption(C, overview(reference, CohortFilter(), spec()), "flow", TODAY)
    assert (
        behind(words) == "86 of 86 patients in view. Assessed: visits within ±0.5 months of month 9. Wilson score 95% interval."
    )


def test_a_sentence_of_the_note_is_not_said_again_behind_it(reference: CohortStore) -> None:
    words = scan_words.caption(C, scan(reference, CohortFilter(), scan_spec()), TODAY)
    assert "A cut-off chosen for its difference overstates it" in words.note
    assert "A cut-off chosen for its difference overstates it" in words.method
    assert "overstates" not in behind(words)
