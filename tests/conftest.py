"""The bundled cohort, published once for all tests; builders of small cohorts."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, current_store
from core.store.location import SETTING, Location
from tests.building import REFERENCE, write_rows

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
    return partial(write_rows, tmp_path / "tables")


@pytest.fixture
def make_store(write_tables: Callable[..., Path], tmp_path: Path) -> Callable[..., CohortStore]:
    """Publishes small tables and opens them."""

    def make(**tables: Rows) -> CohortStore:
        where = Location(tmp_path / "published")
        bring_in([write_tables(**tables)], current(), where)
        return current_store(current(), where)

    return make
