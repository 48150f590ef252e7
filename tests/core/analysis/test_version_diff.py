"""What changed between two versions, with the figures of each as the pages give them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.analysis.events import adverse_events
from core.analysis.rates import rates
from core.analysis.version_diff import version_diff
from core.catalogue import current
from core.domain.events import EventSpec
from core.domain.filters import CohortFilter
from core.domain.version_diff import VersionDiff
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, in_force
from core.store.location import Location
from tests.building import REFERENCE

EVERYONE = CohortFilter()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The bundled cohort, and the same without its first forty patients, in force."""
    where, changed = Location(tmp_path / "store"), tmp_path / "changed"
    bring_in([REFERENCE], current(), where)
    before = in_force(where)
    changed.mkdir()
    for table in ("patient", "visit", "adverse_event", "lab"):
        header, *rows = (REFERENCE / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if row.split(",")[0] > "SYN-040"]
        (changed / f"{table}.csv").write_text("\n".join([header, *kept, ""]), encoding="utf-8")
    bring_in([changed], current(), where)
    return before, in_force(where)


def compared(two: tuple[Path, Path], where: str = "") -> tuple[VersionDiff, CohortStore, CohortStore]:
    before, after = (CohortStore(path, current()) for path in two)
    return version_diff(after, CohortFilter.from_query(where), two[0]), before, after


@pytest.mark.parametrize("where", ["", "sex=F"])
def test_the_headline_figures_are_those_of_the_pages(two: tuple[Path, Path], where: str) -> None:
    found, before, after = compared(two, where)
    shown = {one.shown: (one.before, one.after) for one in found.headlines}
    for place, store in enumerate((before, after)):
        told = rates(store, found.cohort, found.spec).overall
        had = adverse_events(store, found.cohort, EventSpec()).any_event.overall
        figures = {name: sides[place] for name, sides in shown.items()}
        assert figures["response"] is not None
        assert figures["any event"] is not None
        assert figures["completers"] is not None
        assert (figures["response"].events, figures["response"].n, figures["response"].rate) == (told.events, told.n, told.rate)
        assert (figures["any event"].events, figures["any event"].n, figures["any event"].rate) == (
            had.patients,
            had.n,
            had.rate,
        )
        assert figures["completers"].events == told.n


def test_the_counts_are_of_everyone_and_each_version_says_whether_it_is_in_force(two: tuple[Path, Path]) -> None:
    found, _, _ = compared(two, "sex=F")
    assert found.changes
    assert (found.changes.before, found.changes.gone, found.changes.changed) == (86, 40, 0)
    assert (found.before.in_force, found.after.in_force) == (False, True)


def test_a_version_against_itself_is_the_same(reference: CohortStore) -> None:
    found = version_diff(reference, EVERYONE, reference.path)
    assert (found.status, found.changes, found.headlines) == ("same", None, ())


def test_a_version_of_another_data_model_is_said_to_be_one(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    after = CohortStore(two[1], current())
    monkeypatch.setattr("core.store.cohort_store.fingerprint", lambda _: "another")
    found = version_diff(after, EVERYONE, two[0])
    assert (found.status, found.changes, found.before.patients) == ("outdated", None, 86)


def test_without_a_visit_near_the_month_there_is_no_response(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    where, files = Location(tmp_path / "store"), []
    for month in (0, 9):
        visit = {"patient_id": "a", "month": month, "salt": 10}
        bring_in([write_tables(patient=[{"patient_id": "a"}], visit=[visit])], current(), where)
        files.append(in_force(where))
    found = version_diff(CohortStore(files[1], current()), EVERYONE, files[0])
    shown = {one.shown: one for one in found.headlines}
    assert shown["response"].before is None
    assert shown["response"].after is not None
    assert shown["treated"].before is not None
