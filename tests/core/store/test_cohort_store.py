"""A file that breaks while it is open is said to be broken; a wrong query is an error of its own, and the store stays."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from core.catalogue import current
from core.domain.errors import StoreUnreadable
from core.store import cohort_store
from core.store.cohort_store import CohortStore, current_store, in_force
from core.store.location import Location
from core.store.publish import put_in_force

Read = Callable[[CohortStore, str], object]
EVERYTHING = "SELECT * FROM visit, cohort"
WRONG = {
    "SELECT nothing FROM cohort": duckdb.BinderException,
    "SELEC": duckdb.ParserException,
    "SELECT * FROM nowhere": duckdb.CatalogException,
    "SELECT 'x'::int": duckdb.ConversionException,
    "SELECT $missing": duckdb.InvalidInputException,
}


def rows(store: CohortStore, sql: str) -> object:
    return store.rows(sql, {})


def batches(store: CohortStore, sql: str) -> object:
    return list(store.batches(sql, {}, 1000))


@pytest.fixture
def where(reference_location: Location, tmp_path: Path) -> Location:
    """The bundled cohort in a file of its own, which tests may break; it has a table too large to be read at once."""
    where = Location(tmp_path / "store")
    where.folder.mkdir()
    path = Path(shutil.copy(in_force(reference_location), where.folder))
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE large AS SELECT hash(range) AS value FROM range(1000000)")
    put_in_force(where, path.name)
    return where


def damage(path: Path, start: int) -> None:
    """Overwrites the file from there on, in place."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(os.urandom(path.stat().st_size - start))


@pytest.mark.parametrize("read", [rows, batches])
def test_a_file_that_breaks_while_it_is_open_is_told_and_let_go(where: Location, read: Read) -> None:
    store = current_store(current(), where)
    damage(store.path, 12288)
    with pytest.raises(StoreUnreadable, match="can no longer be read") as told:
        read(store, EVERYTHING)
    assert str(where.folder) not in str(told.value)
    assert store not in cohort_store._opened.values()


def test_a_file_that_breaks_between_two_batches_is_told(where: Location) -> None:
    store = current_store(current(), where)
    found = store.batches("SELECT value FROM large", {}, 1000)
    assert next(found).num_rows
    damage(store.path, 12288)
    with pytest.raises(StoreUnreadable, match="can no longer be read"):
        list(found)


@pytest.mark.parametrize("read", [rows, batches])
@pytest.mark.parametrize("sql", WRONG)
def test_a_wrong_query_is_its_own_error_and_the_store_stays(where: Location, read: Read, sql: str) -> None:
    store = current_store(current(), where)
    with pytest.raises(WRONG[sql]):
        read(store, sql)
    assert current_store(current(), where) is store
    assert store.rows("SELECT count(*) FROM cohort", {}) == [(86,)]


def test_a_value_that_cannot_be_turned_between_two_batches_is_no_broken_file(where: Location) -> None:
    store = current_store(current(), where)
    with pytest.raises(OSError, match="Conversion Error"):
        batches(store, "SELECT (CASE WHEN rowid = 900000 THEN 'x' ELSE '1' END)::int FROM large")
    assert current_store(current(), where) is store
