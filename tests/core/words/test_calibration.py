"""The verdict on calibration: plain, and no surer than slope and intervals are."""

from dataclasses import replace
from datetime import date

import pytest

from core.catalogue import current
from core.domain.diagnostics import Corrected
from core.store.cohort_store import CohortStore
from core.words.calibration import HINT, verdict
from core.words.diagnostic_plots import plot_caption
from tests.core.words.test_diagnostics import both


@pytest.mark.parametrize(
    ("slope", "looks"),
    [
        (-0.06, "of no use"),
        (0.51, "too extreme"),
        (0.9, "about right"),
        (1.1, "about right"),
        (1.3, "not extreme enough"),
    ],
)
def test_the_slope_makes_the_verdict_and_stays_a_hint(reference: CohortStore, slope: float, looks: str) -> None:
    found = replace(both(reference)[1], slope=Corrected(apparent=1.0, corrected=slope))
    said = verdict(found)
    assert said.startswith(f"Predictions look {looks} for new patients: slope {slope:.2f}".replace("-", "−"))
    assert HINT in said


def test_a_slope_that_flatters_is_not_told_as_right(reference: CohortStore) -> None:
    found = replace(both(reference, estimator="ml")[1], slope=Corrected(apparent=1.0, corrected=0.95))
    assert found.flattered
    assert verdict(found).startswith("Whether predictions hold in new patients cannot be told: slope 0.95 at best.")


def test_without_a_slope_nothing_is_said_of_new_patients(reference: CohortStore) -> None:
    assert verdict(replace(both(reference)[1], slope=None)).startswith("How predictions do in new patients cannot be told.")


def test_on_these_patients_the_intervals_decide(reference: CohortStore) -> None:
    found = both(reference)[1]
    assert found.calibration is not None
    assert "5 of 5 intervals hold the predicted risk" in verdict(found)
    off = replace(found.calibration.groups[0], predicted=0.99)
    one_off = replace(found.calibration, groups=(off, *found.calibration.groups[1:]))
    assert "4 of 5 intervals hold" in verdict(replace(found, calibration=one_off))
    alone = replace(found.calibration, groups=found.calibration.groups[:1])
    assert "1 of 1 interval holds" in verdict(replace(found, calibration=alone))


def test_the_verdict_stands_first_on_the_page_and_on_every_file(reference: CohortStore) -> None:
    result, found = both(reference)
    words = plot_caption(current(), result, found, "calibration", date(2026, 8, 1))
    assert words.note.startswith(verdict(found))
    assert words.method.startswith(verdict(found))
