"""A folder for a piece of work goes with it; what a killed program left goes a day later, when the next one begins."""

import os
import tempfile
from pathlib import Path

import pytest

from core.store.leftovers import PREFIX, work_folder, working_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_goes_when_the_work_fails() -> None:
    with pytest.raises(ValueError, match="failed"), working_folder() as folder:
        (folder / "cells.csv").write_text("1", encoding="utf-8")
        raise ValueError("failed")
    assert not folder.exists()


def test_nobody_else_can_read_it() -> None:
    with working_folder() as folder:
        assert folder.stat().st_mode & 0o077 == 0


def test_what_a_killed_program_left_goes_a_day_later(temporary: Path) -> None:
    left, new, other = (temporary / name for name in (f"{PREFIX}old", f"{PREFIX}new", "others"))
    for one in (left, new, other):
        one.mkdir()
    for one in (left, other):
        os.utime(one, (0, 0))
    work_folder()
    assert [one.exists() for one in (left, new, other)] == [False, True, True]
