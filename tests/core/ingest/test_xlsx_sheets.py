"""A workbook as clinics keep it is read as it looks: header found, subtotals left out, what cannot be read told."""

import csv
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from core.domain.errors import DataError
from core.domain.problems import SHOWN
from core.ingest.source import SourceTable
from core.ingest.xlsx_sheets import read

CASES = Path(__file__).resolve().parents[2] / "import_cases"
YELLOW = PatternFill("solid", fgColor="FFFF00")


def save(path: Path, change: Callable[[Any], object] = lambda _: None, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    change(book)
    book.save(path)
    return path


def rows(table: SourceTable) -> list[list[str]]:
    with table.path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def told(table: SourceTable) -> list[tuple[str, int | None, str | None, str | None, str]]:
    return [(one.severity, one.row, one.column, one.found, one.rule.partition(",")[0]) for one in table.told]


def test_the_case_of_merged_headers_is_read_as_expected(tmp_path: Path) -> None:
    cases = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
    case = next(one for one in cases if one["file"].startswith("m05"))
    (table,) = read(CASES / case["file"], tmp_path)
    header, *data = rows(table)
    assert [int(row[0]) for row in data] == case["accepted_rows"]
    assert [one.row for one in table.told if one.severity == "note"] == [one["row"] for one in case["ignored_rows"]]
    assert table.skipped == len(case["ignored_rows"])
    assert tuple(header[1:]) == table.columns
    months = [f"SALTスコア_{month}M" for month in (0, 3, 6, 9)]
    labs = ["ALT (U/L)_0M", "ALT (U/L)_9M"]
    assert header[1:] == ["No.", "患者ID", "性別", "年齢", *months, *labs, "有害事象_有無", "有害事象_内容"]
    assert data[3] == ["8", "4", "AA-004", "", "", "95", "90", "88", "85", "20", "22", "", ""]
    assert told(table)[5:] == [
        ("warning", 8, "性別", "C7:C8", "merged cells: the value stands in the first one only"),
        ("warning", 6, "SALTスコア_3M", "F6", "coloured cells"),
    ]


def test_each_sheet_with_cells_is_a_table_and_a_hidden_one_is_told(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["Old"].sheet_state = "hidden"

    path = save(tmp_path / "clinic.xlsx", hide, Patients=[["id", "age"], ["a", 40]], Empty=[], Old=[["id", "age"], ["b", 50]])
    tables = read(path, tmp_path)
    assert [(one.file, one.title) for one in tables] == [
        ("clinic.xlsx, sheet Patients", "Patients"),
        ("clinic.xlsx, sheet Old", "Old"),
    ]
    assert [rows(one)[1:] for one in tables] == [[["2", "a", "40"]], [["2", "b", "50"]]]
    assert not tables[0].told
    assert [one.rule for one in tables[1].told] == ["a hidden sheet"]


def test_values_become_text_as_they_stand(tmp_path: Path) -> None:
    line = [0.1 + 0.2, 1e20, " x\ny ", date(2023, 1, 16), datetime.fromisoformat("2023-01-16T10:05"), True, "007", None]
    (table,) = read(save(tmp_path / "a.xlsx", One=[list("abcdefgh"), line]), tmp_path)
    assert rows(table)[1] == ["2", "0.3", "1e+20", "x y", "2023-01-16", "2023-01-16 10:05:00", "TRUE", "007", ""]


def test_a_cell_that_is_not_what_it_shows_is_emptied_and_the_rest_is_read(tmp_path: Path) -> None:
    def percent(book: Any) -> None:
        book["Visits"]["B3"].number_format = "0.0%"

    lines = [["id", "score", "site"], ["a", "#N/A", "x"], ["b", 0.8, "y"], ["c", "=B3*2", "z"]]
    (table,) = read(save(tmp_path / "a.xlsx", percent, Visits=lines), tmp_path)
    assert rows(table)[1:] == [["2", "a", "", "x"], ["3", "b", "", "y"], ["4", "c", "", "z"]]
    assert told(table) == [
        ("emptied", 2, "score", "#N/A", "an error value"),
        ("emptied", 3, "score", "80%", "a percentage"),
        ("emptied", 4, "score", "=B3*2", "a formula without a stored value"),
    ]


def test_a_number_is_what_its_format_shows(tmp_path: Path) -> None:
    def formats(book: Any) -> None:
        for place, shown in {"A2": "00000", "B2": '0.0"%"', "C2": "0.0", "D2": "000", "E2": "#,##0"}.items():
            book["Visits"][place].number_format = shown

    lines = [["id", "score", "rounded", "half", "count"], [123, 80, 12.345, 1.5, 12345]]
    (table,) = read(save(tmp_path / "a.xlsx", formats, Visits=lines), tmp_path)
    assert rows(table)[1] == ["2", "00123", "80", "12.345", "1.5", "12345"]
    assert not table.told


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("mmm-yy", "2022-07"),
        ('yyyy"年"m"月"', "2022-07"),
        ("yyyy", "2022"),
        ("yyyy/m/d", "2022-07-01"),
        ('[$-411]ggge"年"m"月"d"日"', "2022-07-01"),
    ],
)
def test_a_date_has_no_day_that_it_does_not_show(number_format: str, shown: str, tmp_path: Path) -> None:
    def formats(book: Any) -> None:
        book["Visits"]["B2"].number_format = number_format

    path = save(tmp_path / "a.xlsx", formats, Visits=[["id", "day"], ["a", date(2022, 7, 1)]])
    assert rows(read(path, tmp_path)[0])[1] == ["2", "a", shown]


def test_of_many_cells_alike_the_first_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    lines = [["id", "score"], *([f"p{n}", "#N/A"] for n in range(SHOWN + 20))]
    (table,) = read(save(tmp_path / "a.xlsx", Visits=lines), tmp_path)
    assert len(table.told) == SHOWN + 1
    assert (table.told[-1].row, table.told[-1].rule) == (None, "20 more of this kind: an error value")


def test_columns_without_a_name_or_with_the_same_one_are_told_apart(tmp_path: Path) -> None:
    lines = [["id", "score", "score", None, None, "note"], ["a", 1, 2, 3, None, "x"]]
    (table,) = read(save(tmp_path / "a.xlsx", Visits=lines), tmp_path)
    assert table.columns == ("id", "score", "score (column C)", "column D", "note")
    assert rows(table)[1] == ["2", "a", "1", "2", "3", "x"]
    assert [one.rule for one in table.told] == [
        "two columns have this name, called score (column C) here",
        "a column without a name, called column D here",
    ]


def test_colours_of_the_header_and_beside_the_table_mean_nothing(tmp_path: Path) -> None:
    def colour(book: Any) -> None:
        for place in ("A1", "H9"):
            book["Visits"][place].fill = YELLOW
        book["Visits"]["B2"].fill = PatternFill("solid", fgColor="FFFFFF")

    (table,) = read(save(tmp_path / "a.xlsx", colour, Visits=[["id", "score"], ["a", 1]]), tmp_path)
    assert not table.told


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["Visits"].row_dimensions[3].hidden = True

    (table,) = read(save(tmp_path / "a.xlsx", hide, Visits=[["id", "score"], ["a", 1], ["b", 2]]), tmp_path)
    assert len(rows(table)) == 3
    assert [one.rule for one in table.told] == ["1 hidden rows, the first is row 3"]


def test_macros_are_left_alone_and_told(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsm", Visits=[["id", "score"], ["a", 1]])
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\0")
    (table,) = read(path, tmp_path)
    assert [(one.severity, one.rule) for one in table.told] == [("note", "a workbook with macros")]


def test_a_workbook_behind_a_password_is_told_from_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(DataError, match="an old workbook, or one behind a password"):
        read(tmp_path / "a.xlsx", tmp_path)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(DataError, match="not an Excel workbook that can be read"):
        read(tmp_path / "a.xlsx", tmp_path)


def test_a_workbook_without_a_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no sheet has a cell with a value"):
        read(save(tmp_path / "a.xlsx", Empty=[]), tmp_path)


def test_what_unpacks_to_too_much_is_not_opened(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", Visits=[["id"], ["a"]])
    with zipfile.ZipFile(path, "a", compression=zipfile.ZIP_DEFLATED) as packed, packed.open("xl/more.xml", "w") as part:
        for _ in range(510):
            part.write(b" " * 1_000_000)
    with pytest.raises(DataError, match="unpacks to more than 500 MB"):
        read(path, tmp_path)


def test_cells_merged_over_a_whole_sheet_do_not_take_all_memory(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", Visits=[["id"], ["a"]])
    with zipfile.ZipFile(path) as packed:
        parts = {one.filename: packed.read(one) for one in packed.infolist()}
    merged = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content.replace(b"</sheetData>", b"</sheetData>" + merged))
    with pytest.raises(DataError, match="more than 2,000,000 merged cells"):
        read(path, tmp_path)


@pytest.mark.parametrize("at", range(0, 6000, 197))
def test_a_damaged_workbook_ends_in_tables_or_a_refusal(tmp_path: Path, at: int) -> None:
    path = save(tmp_path / "a.xlsx", Visits=[["id", "score"], ["a", 1]])
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 0xFF
    path.write_bytes(content)
    try:
        assert read(path, tmp_path)
    except DataError as error:
        assert "Traceback" not in str(error)
