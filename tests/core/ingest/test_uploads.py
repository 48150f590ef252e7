"""What comes through the browser: its name leads nowhere, and there are limits."""

from pathlib import Path

import pytest

from core.domain.errors import DataError
from core.ingest import uploads
from core.ingest.uploads import safe_name, stored


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("患者 一覧.xlsx", "患者 一覧.xlsx"),
        ("../../etc/cron.d/job.csv", "job.csv"),
        ("C:\\Users\\sato\\data.csv", "data.csv"),
        ("/absolute/x.csv", "x.csv"),
        ("..", "file"),
        (".csv", "csv"),
        ("a\x00b\n<i>.csv", "abi.csv"),
        ("x" * 400 + ".parquet", "x" * 150 + ".parquet"),
        ("", "file"),
        ("患" * 90 + ".csv", "患" * 50 + ".csv"),
    ],
)
def test_of_a_name_only_a_plain_last_part_is_kept(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_files_are_written_into_the_folder_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    paths = stored([("../outside.csv", b"a,b\n"), ("x/y/inside.toml", b"")], folder)
    assert [path.name for path in paths] == ["outside.csv", "inside.toml"]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == [
        "own/inside.toml",
        "own/outside.csv",
    ]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("a.exe", b"")], "'a.exe' is no file that can be read"),
        ([("a.csv", b""), ("b/a.csv", b"")], "two files called 'a.csv'"),
        ([("a.csv", b"123456"), ("b.csv", b"123456")], "More than 3 files or 0 MB at a time"),
        ([(f"{at}.csv", b"") for at in range(4)], "More than 3 files or 0 MB at a time"),
    ],
)
def test_what_is_too_much_or_no_table_is_refused_in_words(
    files: list[tuple[str, bytes]], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    monkeypatch.setattr(uploads, "MOST_FILES", 3)
    with pytest.raises(DataError, match=said):
        stored(files, tmp_path)
