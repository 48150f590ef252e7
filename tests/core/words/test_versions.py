"""A version, its history and what changed are told in words."""

import pytest

from core.domain.history import HistoryEntry, Release, SourceFile
from core.domain.version_diff import PatientDiff, TableDiff, ValueChange
from core.words.history import release_lines, release_words, removed_words, size_words, sources_words
from core.words.version_diff import patient_words
from core.words.versions import minute

FILES = tuple(SourceFile(name=f"{name}.csv", bytes=1234, sha256="ab" * 32) for name in "abcde")


def test_the_moment_of_publication_is_told_to_the_minute_in_utc() -> None:
    assert minute("2026-11-22T14:32:59Z") == "2026-11-22 14:32 UTC"
    assert minute("2026-11-22T23:32:59+09:00") == "2026-11-22 14:32 UTC"


def test_files_are_named_up_to_three_and_then_counted() -> None:
    assert sources_words(FILES) == "a.csv, b.csv, c.csv and 2 more"
    assert sources_words(FILES[:2]) == "a.csv, b.csv"
    assert sources_words(()) == "–"


@pytest.mark.parametrize(("n", "said"), [(0, "0 B"), (999, "999 B"), (1234, "1.2 kB"), (5_600_000, "5.6 MB")])
def test_a_size_is_told_in_the_unit_it_is_read_in(n: int, said: str) -> None:
    assert size_words(n) == said


def test_a_version_that_cannot_be_read_is_told_from_the_history() -> None:
    entry = HistoryEntry(action="published", at="2026-11-22T14:32:59Z", who="Ann", digest="ab" * 8, cohort_name="One")
    broken = Release(digest="ab" * 8, state="unreadable", entry=entry)
    assert release_words(broken) == "abababab, 2026-11-22 14:32 UTC by Ann (cannot be read)"
    assert release_lines(broken) == "abababababababab  cannot be read\n    by Ann"
    assert release_words(Release(digest="ab" * 8, state="unreadable")) == "abababab (cannot be read)"


def test_what_was_removed_and_what_was_not_is_named() -> None:
    assert removed_words(("a", "b"), ()) == "Removed 2 versions: a, b."
    assert removed_words((), ("c",)).startswith("Nothing was removed. Still there, open in a program or without the right: c.")


def test_what_changed_in_a_patient_is_one_line() -> None:
    values = (
        ValueChange(label="Sex", place="", before="Female", after="Male"),
        ValueChange(label="SALT", place="month 9", before="20", after=None),
    )
    rows = (TableDiff(label="Visits", before=3, after=2, new=0, gone=1, changed=0),)
    one = PatientDiff(patient_id="a", values=values, more=3, rows=rows)
    assert patient_words(one) == "Sex: Female → Male; SALT at month 9: 20 → not recorded; 3 more; Visits: 1 gone"
