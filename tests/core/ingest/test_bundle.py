"""A folder in the bundled layout, and what it says of itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.ingest.bundle import bring_in, read_about
from core.store.location import Location

CATALOGUE = current()


def test_a_folder_that_is_not_there_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no file and no folder 'nowhere'"):
        bring_in([tmp_path / "nowhere"], CATALOGUE, Location(tmp_path / "store"))
    assert not (tmp_path / "store").exists()


def test_without_a_word_of_its_own_a_cohort_is_called_by_its_folder_and_is_real(tmp_path: Path) -> None:
    about = read_about([tmp_path])
    assert (about.name, about.synthetic, about.reference) == (tmp_path.name, False, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name = "Sendai"\nsynthetic = true\nreference = "x"', ("Sendai", True, "x")),
        ('name = "Sendai"\nsynthetic = "no"', ("Sendai", False, "")),
        (f'name = "{"n" * 500}"', ("n" * 120, False, "")),
    ],
)
def test_a_cohort_is_what_its_file_says_it_is(tmp_path: Path, text: str, expected: tuple[str, bool, str]) -> None:
    (tmp_path / "about.toml").write_text(text, encoding="utf-8")
    about = read_about([tmp_path])
    assert (about.name, about.synthetic, about.reference) == expected


@pytest.mark.parametrize("content", [b"name = ", b"name = '\xff'"])
def test_a_file_about_the_cohort_that_cannot_be_read_is_an_error_and_not_passed_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "about.toml").write_bytes(content)
    with pytest.raises(DataError, match=r"about\.toml cannot be read"):
        read_about([tmp_path])


def test_only_the_tables_that_are_there_are_published(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    folder = write_tables(patient=[{"patient_id": "a"}], visit=[{"patient_id": "a", "month": 0, "salt": 10}])
    version = bring_in([folder], CATALOGUE, Location(tmp_path / "store")).version
    assert version.sources == ("patient.csv", "visit.csv")
    assert (version.patients, version.visits, version.adverse_events, version.labs) == (1, 1, 0, 0)
