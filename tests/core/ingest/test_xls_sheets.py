"""An old Excel workbook is read as it looks, or refused."""

import random
from pathlib import Path

import pytest

from core.domain.errors import DataError
from core.ingest.xls_sheets import read

OLD = Path(__file__).resolve().parents[2] / "made_files" / "old.xls"


def test_cells_keep_their_kind_and_their_row(tmp_path: Path) -> None:
    table, hidden = read(OLD, tmp_path)
    assert (table.file, table.title) == ("old.xls, sheet 円形脱毛症", "円形脱毛症")
    assert table.path.read_text(encoding="utf-8").splitlines() == [
        "row,患者ID,年齢,開始日,合意,割合,時刻",
        "5,AA-004,32,2022-01-04,TRUE,,x",
        "6,AA-005,32.5,2022-01-05,FALSE,,x",
        "7,AA-006,33,2022-01-06,TRUE,,x",
        "8,AA-007,33.5,2022-01-07,FALSE,,",
        "9,AA-008,,2022-01-08 10:05:00,,,10:05:00",
        "10,AA-009,,,m,,",
        "11,AA-010,,,,,",
    ]
    assert (hidden.title, hidden.columns, hidden.told[0].rule) == ("hidden", ("a",), "a hidden sheet")


def test_what_is_not_what_it_shows_is_told(tmp_path: Path) -> None:
    table = read(OLD, tmp_path)[0]
    told = [(one.severity, one.row, one.column, one.found, one.rule.partition(",")[0]) for one in table.told]
    assert told == [
        ("note", 1, None, "Patients of a clinic that does not exist", "a title above the table"),
        ("note", 2, None, None, "a blank line"),
        ("note", 12, None, "合計", "a subtotal line"),
        ("emptied", 7, "割合", "80%", "a percentage"),
        ("emptied", 9, "年齢", "#N/A", "an error value"),
        ("warning", 11, "合意", "D10:D11", "merged cells: the value stands in the first one only"),
        ("warning", 5, "時刻", "F5", "coloured cells"),
        ("warning", None, None, "円形脱毛症", "1 hidden rows"),
    ]
    assert table.skipped == 3


@pytest.mark.parametrize("content", [b"", b"id,age\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_old_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(DataError, match=r"a\.xls: not an old Excel workbook that can be read"):
        read(tmp_path / "a.xls", tmp_path)


def test_a_damaged_workbook_ends_in_tables_or_a_refusal(tmp_path: Path) -> None:
    whole, chance = OLD.read_bytes(), random.Random(1)
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(3):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (tmp_path / "a.xls").write_bytes(content[: chance.randrange(len(content))] if chance.random() < 0.2 else content)
        try:
            assert read(tmp_path / "a.xls", tmp_path)
        except DataError as error:
            assert "Traceback" not in str(error)
