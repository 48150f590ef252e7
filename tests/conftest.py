"""The bundled cohort, published once for all tests; builders of small cohorts."""

import csv
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, current_store
from core.store.location import SETTING, Location
from tests.building import REFERENCE

settings.register_profile("regrow", deadline=None)  # time is measured by benchmarks, never by tests
settings.load_profile("regrow")
Rows = Sequence[Mapping[str, object]]


@pytest.fixture(scope="session")
def reference_location(tmp_path_factory: pytest.TempPathFactory) -> Location:
    """A store that holds the bundled cohort."""
    where = Location(tmp_path_factory.mktemp("store"))
    bring_in([REFERENCE], current(), where)
    return where


@pytest.fixture
def reference(reference_location: Location) -> CohortStore:
    """The bundled cohort, opened."""
    return current_store(current(), reference_location)


@pytest.fixture
def store_setting(reference_location: Location) -> Iterator[str]:
    """The setting that makes the command line and the pages read the bundled cohort of the tests."""
    before = os.environ.get(SETTING)
    os.environ[SETTING] = f"duckdb:{reference_location.folder}"
    yield os.environ[SETTING]
    if before is None:
        del os.environ[SETTING]
    else:
        os.environ[SETTING] = before


@pytest.fixture
def write_tables(tmp_path: Path) -> Callable[..., Path]:
    """Writes tables given as lists of rows into a folder in the bundled layout."""

    def write(**tables: Rows) -> Path:
        folder = tmp_path / "tables"
        folder.mkdir(exist_ok=True)
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as handle:
                writer = csv.DictWriter(handle, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return write


@pytest.fixture
def make_store(write_tables: Callable[..., Path], tmp_path: Path) -> Callable[..., CohortStore]:
    """Publishes small tables and opens them."""

    def make(**tables: Rows) -> CohortStore:
        where = Location(tmp_path / "published")
        bring_in([write_tables(**tables)], current(), where)
        return current_store(current(), where)

    return make
