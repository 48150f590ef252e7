"""Earlier versions: which there are, one of them put in force again, and removed on request only."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.errors import CohortError, RequestError, StoreOutdated, StoreUnreadable
from core.ingest.bundle import bring_in
from core.store.cohort_store import current_store, in_force
from core.store.history import history
from core.store.location import READ_ONLY, Location
from core.store.put_back import newest_but, put_back, remove
from core.store.releases import all_versions, path_of, previous

Three = tuple[str, str, str]


@pytest.fixture
def where(tmp_path: Path) -> Location:
    return Location(tmp_path / "store")


@pytest.fixture
def three(write_tables: Callable[..., Path], where: Location) -> Three:
    """Three versions, of patients aged 30, 31 and 32; the last is in force."""
    rows = [{"patient_id": "a", "sex": "F", "age_years": age} for age in (30, 31, 32)]
    visit = {"patient_id": "a", "month": 0, "salt": 80}
    first, second, third = (
        bring_in([write_tables(patient=[row], visit=[visit])], current(), where).version.digest for row in rows
    )
    return first, second, third


def age(where: Location) -> object:
    return current_store(current(), where).rows("SELECT age_years FROM cohort", {})[0][0]


def test_every_version_is_listed_with_its_publication(three: Three, where: Location) -> None:
    found = all_versions(current(), where)
    states = [(one.digest, one.state) for one in found.releases]
    assert states == [(three[2], "in force"), (three[1], "earlier"), (three[0], "earlier")]
    assert [one.digest for one in found.events] == [*reversed(three)]
    assert all(one.entry and one.entry.digest == one.digest for one in found.releases)
    before = previous(found)
    assert before
    assert before.digest == three[1]


def test_a_version_without_a_line_is_listed_from_what_it_says_of_itself(three: Three, where: Location) -> None:
    (where.folder / "history.jsonl").unlink()
    found = all_versions(current(), where)
    assert {one.digest for one in found.releases} == set(three)
    assert {one.entry for one in found.releases} == {None}
    assert all(one.version and one.at == one.version.published_at for one in found.releases)
    assert previous(found)


def test_an_earlier_version_is_put_back_and_shows_at_the_next_look(three: Three, where: Location) -> None:
    assert age(where) == 32
    assert put_back(where, current(), three[0][:9], "Ann").digest == three[0]
    assert age(where) == 30
    entry = history(where)[0]
    assert (entry.action, entry.digest, entry.who) == ("put back", three[0], "Ann")
    before = previous(all_versions(current(), where))
    assert before
    assert before.digest == three[2]


@pytest.mark.parametrize("asked", ["zz", "", "../CURRENT", "*", "cohort-"])
def test_a_version_that_is_not_there_is_refused(three: Three, where: Location, asked: str) -> None:
    with pytest.raises(RequestError, match="There is no version"):
        put_back(where, current(), asked, "Ann")
    assert age(where) == 32


def test_a_beginning_of_several_digests_is_refused(three: Three, where: Location) -> None:
    path = path_of(where, three[0])
    path.with_name(f"cohort-{three[0][:5]}ffffffffffx.duckdb").write_bytes(b"")
    with pytest.raises(RequestError, match="the beginning of 2 versions"):
        put_back(where, current(), three[0][:5], "Ann")


def test_the_version_in_force_is_neither_put_back_nor_removed(three: Three, where: Location) -> None:
    with pytest.raises(RequestError, match="in force already"):
        put_back(where, current(), three[2], "Ann")
    with pytest.raises(RequestError, match="is in force and cannot be removed"):
        remove(where, three, "Ann")
    assert len(all_versions(current(), where).releases) == 3


def test_a_damaged_version_is_listed_and_not_put_back(three: Three, where: Location) -> None:
    path = path_of(where, three[0])
    path.chmod(0o600)
    path.write_bytes(b"x" * 100)
    assert next(one.state for one in all_versions(current(), where).releases if one.digest == three[0]) == "unreadable"
    with pytest.raises(StoreUnreadable):
        put_back(where, current(), three[0], "Ann")
    assert remove(where, [three[0]], "Ann").removed == (three[0],)
    assert age(where) == 32


def test_a_version_of_another_data_model_is_listed_and_not_put_back(
    three: Three, where: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("releases", "cohort_store"):
        monkeypatch.setattr(f"core.store.{module}.fingerprint", lambda _: "another")
    assert {one.state for one in all_versions(current(), where).releases} == {"outdated"}
    with pytest.raises(StoreOutdated):
        put_back(where, current(), three[0], "Ann")
    assert newest_but(where, current(), 0) == (three[1], three[0])


def test_only_what_is_asked_for_is_removed_and_a_running_reader_goes_on(three: Three, where: Location) -> None:
    put_back(where, current(), three[0], "Ann")
    reader = current_store(current(), where)
    put_back(where, current(), three[2], "Ann")
    assert newest_but(where, current(), 1) == (three[0],)
    removal = remove(where, newest_but(where, current(), 0), "Ben")
    assert set(removal.removed) == set(three[:2])
    assert removal.held == ()
    assert [one.digest for one in all_versions(current(), where).releases] == [three[2]]
    assert reader.rows("SELECT age_years FROM cohort", {}) == [(30.0,)]
    assert {(one.action, one.who) for one in history(where)[:2]} == {("removed", "Ben")}
    assert in_force(where) == path_of(where, three[2])


def test_where_nothing_may_be_changed_nothing_is(three: Three, where: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READ_ONLY, "1")
    for change in (lambda: put_back(where, current(), three[0], "Ann"), lambda: remove(where, [three[0]], "Ann")):
        with pytest.raises(CohortError, match="REGROW_READ_ONLY is 1"):
            change()
    assert age(where) == 32
    assert len(all_versions(current(), where).releases) == 3


@pytest.mark.parametrize("text", [None, "", "cohort-gone.duckdb", "\udcff"])
def test_where_current_is_broken_an_earlier_version_can_be_put_in_force(
    three: Three, where: Location, text: str | None
) -> None:
    if text is None:
        where.current.unlink()
    else:
        where.current.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert {one.state for one in all_versions(current(), where).releases} == {"earlier"}
    put_back(where, current(), three[1], "Ann")
    assert age(where) == 31
