"""Cases that once went wrong."""

from collections.abc import Callable

import pytest

from core.analysis.facets import facets
from core.analysis.overview import overview
from core.catalogue import current
from core.cli import main
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.words.cohort import filter_sentence
from core.words.numbers import ratio
from tests.building import spec

Make = Callable[..., CohortStore]


def people(**doses: int) -> dict[str, list[dict[str, object]]]:
    patients = [{"patient_id": name, "aa_type": "AT", "dose_mg": dose} for name, dose in doses.items()]
    visits = [{"patient_id": name, "month": month, "salt": 80 - 7 * month} for name in doses for month in (0, 9)]
    return {"patient": patients, "visit": visits}


def test_doses_stand_in_the_order_of_numbers_everywhere(make_store: Make) -> None:
    store = make_store(**people(a=10, b=2, c=4, d=12))
    dose = next(one for one in facets(store, CohortFilter()).facets if one.variable.name == "dose_mg")
    assert [choice.level.value for choice in dose.choices] == ["2", "4", "10", "12"]
    rows = [row.level for row in overview(store, CohortFilter(), spec()).baseline if row.variable == "dose_mg"]
    assert rows == ["2", "4", "10", "12"]
    said = filter_sentence(current(), CohortFilter.from_query("dose_mg=10,2,4"))
    assert said == "Patients with dose 2 mg/day, 4 mg/day or 10 mg/day."


def test_a_mirrored_analysis_does_not_need_every_group_of_it(make_store: Make, write_tables: Callable[..., object]) -> None:
    store = make_store(**people(a=2, b=4))
    object.__setattr__(store.version, "reference", "wada-irimada-2025")
    beside = {one.label: (one.events, one.n) for one in overview(store, CohortFilter(), spec()).published}
    assert beside["Ophiasis"] == (0, 0)


@pytest.mark.parametrize("window", [5.0, -1.0, float("nan")])
def test_a_window_out_of_reach_is_refused_by_every_analysis(reference: CohortStore, window: float) -> None:
    with pytest.raises(RequestError, match="visit window"):
        overview(reference, CohortFilter(), spec(window=window))


def test_a_synthetic_registry_cannot_be_written_into_a_file(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "taken"  # type: ignore[operator]
    target.write_text("x")
    assert main(["synthesize", "--patients", "5", "--out", str(target)]) == 2
    assert "Name a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "words"),
    [(999.7, "1,000"), (0.0000123, "<0.001"), (0.3333, "0.333"), (8.109, "8.11"), (10.452, "10.5"), (0, "0"), (1, "1.00")],
)
def test_ratios_are_never_written_in_powers_of_ten(value: float, words: str) -> None:
    assert ratio(value) == words
