"""A workbook with a sheet a table gives the very version that the text files give, or says which cell is in the way."""

import csv
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import PatternFill

from core.catalogue import current
from core.domain.errors import DataError
from core.ingest.bundle import bring_in
from core.store.location import Location

REFERENCE = Path(__file__).resolve().parents[3] / "data" / "reference"
VISITS = [["patient_id", "month", "salt"], ["a", 0, 80], ["a", 9, 12.5]]
TIMES = tuple(datetime.fromisoformat(one) for one in ("2023-01-16", "2023-01-16T10:05"))  # a spreadsheet knows no zones
PATIENTS = [["patient_id", "age_years", "start_date"], ["a", 40, date(2023, 1, 16)]]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Saves a workbook of sheets given as rows; `change` gets it before it is saved."""

    def save(change: Callable[[Any], object] = lambda _: None, **rows: list[list[Any]]) -> Path:
        book = Workbook()
        book.remove(book.active)
        for name, lines in ({"patient": PATIENTS, "visit": VISITS} | rows).items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(line)
        change(book)
        book.save(tmp_path / "clinic.xlsx")
        return tmp_path / "clinic.xlsx"

    return save


def number(cell: str) -> Any:
    """A cell as somebody types it into a spreadsheet; the version 5.0 as text."""
    try:
        return cell if cell == "5.0" else float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell or None


def test_the_reference_cohort_as_a_workbook_is_the_same_version(workbook: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    tables = {}
    for source in REFERENCE.glob("*.csv"):
        (folder / source.name).write_bytes(source.read_bytes())
        with source.open(encoding="utf-8", newline="") as handle:
            tables[source.stem] = [[number(cell) for cell in row] for row in csv.reader(handle)]
    plain = bring_in([folder], current(), Location(tmp_path / "one")).version
    found = bring_in([workbook(**tables)], current(), Location(tmp_path / "two")).version
    assert (found.digest, found.patients, found.cohort_name) == (plain.digest, 86, "clinic")
    assert "clinic.xlsx, sheet patient" in found.sources


def test_a_wrong_cell_is_named_by_sheet_and_row(workbook: Callable[..., Path], tmp_path: Path) -> None:
    path = workbook(visit=[*VISITS, ["a", 12, "ND"], ["a", 15, "-"], ["a", 18, True]])
    findings = bring_in([path], current(), Location(tmp_path / "store")).findings
    found = [(one.file, one.row, one.column, one.found, one.severity) for one in findings]
    assert found == [
        ("clinic.xlsx, sheet visit", row, "salt", text, severity)
        for row, text, severity in ((4, "ND", "note"), (5, "-", "note"), (6, "TRUE", "left_out"))
    ]


def test_a_formula_counts_by_its_stored_value_and_is_emptied_without_one(workbook: Callable[..., Path], tmp_path: Path) -> None:
    path = workbook(visit=[*VISITS, ["a", 12, "=C2-70"]])
    found = bring_in([path], current(), Location(tmp_path / "store")).of("emptied")
    assert [(one.row, one.column, one.found, one.rule) for one in found] == [
        (4, "salt", "=C2-70", "a formula without a stored value")
    ]
    stored_in(path, b'<c r="C4"><f>C2-70</f><v>10</v></c>')
    assert bring_in([path], current(), Location(tmp_path / "store")).version.visits == 3
    stored_in(path, b'<c r="C4" t="str"><f>IF(C2="","",C2)</f><v></v></c>')  # shows nothing, and says so
    assert bring_in([path], current(), Location(tmp_path / "store")).version.visits == 3


def stored_in(path: Path, cell: bytes) -> None:
    """Puts a cell in the place of C4 of the visits, as a spreadsheet program stores it."""
    with zipfile.ZipFile(path) as packed:
        parts = {one.filename: packed.read(one) for one in packed.infolist()}
    at = next(name for name in parts if name.endswith("sheet2.xml"))
    parts[at], places = re.subn(rb'<c r="C4".*?</c>', cell, parts[at])
    assert places == 1
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def test_cells_that_are_not_what_they_show_are_emptied(workbook: Callable[..., Path], tmp_path: Path) -> None:
    def percent(book: Any) -> None:
        book["visit"]["C3"].number_format = "0%"

    patients = [["patient_id", "site"], ["a", "#N/A"]]
    path = workbook(percent, patient=patients, visit=[*VISITS[:2], ["a", 9, 0.8]])
    emptied = bring_in([path], current(), Location(tmp_path / "store")).of("emptied")
    assert [(one.file, one.row, one.column, one.found, one.rule) for one in emptied] == [
        ("clinic.xlsx, sheet patient", 2, "site", "#N/A", "an error value"),
        ("clinic.xlsx, sheet visit", 3, "salt", "80%", "a percentage, which is stored as 0.8"),
    ]


def test_two_sheets_of_a_table_are_refused(workbook: Callable[..., Path], tmp_path: Path) -> None:
    path = workbook(**{"visit ": VISITS})
    with pytest.raises(DataError, match=r"There are clinic\.xlsx, sheet visit and clinic\.xlsx, sheet visit "):
        bring_in([path], current(), Location(tmp_path / "store"))


def test_cells_far_out_are_refused_and_coloured_ones_beside_the_table_are_nothing(
    workbook: Callable[..., Path], tmp_path: Path
) -> None:
    def coloured(book: Any) -> None:
        book["visit"]["H9"].fill = PatternFill("solid", fgColor="FFFF00")

    assert bring_in([workbook(coloured)], current(), Location(tmp_path / "store")).version.visits == 2
    far = workbook(lambda book: book["visit"].cell(200_000, 100, " "))
    with pytest.raises(DataError, match=r"more than 2,000,000 cells: its last cell is CV200000"):
        bring_in([far], current(), Location(tmp_path / "store"))


def test_what_nobody_sees_is_told(workbook: Callable[..., Path], tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["visit"].row_dimensions[3].hidden = True
        book["patient"].sheet_state = "hidden"

    told = bring_in([workbook(hide)], current(), Location(tmp_path / "store")).findings
    assert {(one.found, one.rule) for one in told} >= {
        ("visit", "1 hidden rows, the first is row 3"),
        ("patient", "a hidden sheet"),
    }


def test_chart_sheets_line_breaks_and_long_names_do_no_harm(workbook: Callable[..., Path], tmp_path: Path) -> None:
    def charted(book: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(book["visit"], min_col=3, min_row=1, max_row=3))
        book.create_chartsheet("lab").add_chart(chart)

    patients = [["patient_id", "site"], ["a", "Tokyo\n\nWest"]]
    path = workbook(charted, patient=patients)
    long = path.rename(tmp_path / f"{'名' * 80}.xlsx")
    assert bring_in([long], current(), Location(tmp_path / "store")).version.patients == 1


def test_other_sheets_and_merged_cells_are_told(workbook: Callable[..., Path], tmp_path: Path) -> None:
    path = workbook(lambda book: book["visit"].merge_cells("C2:C3"), Notes=[["anything"]])
    published = bring_in([path], current(), Location(tmp_path / "store"))
    told = {(one.file, one.row, one.found): one.rule for one in published.findings}
    assert told["clinic.xlsx, sheet Notes", None, None] == "no table of the data model is seen in it"
    assert told["clinic.xlsx, sheet visit", 3, "C2:C3"].startswith("merged cells")


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "clinic.xlsx").write_bytes(content)
    with pytest.raises(DataError, match="not an Excel workbook that can be read"):
        bring_in([tmp_path / "clinic.xlsx"], current(), Location(tmp_path / "store"))


def test_what_unpacks_to_too_much_is_not_opened(workbook: Callable[..., Path], tmp_path: Path) -> None:
    path = workbook()
    with zipfile.ZipFile(path, "a", compression=zipfile.ZIP_DEFLATED) as packed, packed.open("xl/more.xml", "w") as part:
        for _ in range(510):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 2_000_000
    with pytest.raises(DataError, match="unpacks to more than 500 MB"):
        bring_in([path], current(), Location(tmp_path / "store"))


@pytest.mark.parametrize("at", range(0, 6000, 97))
def test_a_damaged_workbook_ends_in_a_version_or_a_refusal(workbook: Callable[..., Path], tmp_path: Path, at: int) -> None:
    path = workbook()
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 0xFF
    path.write_bytes(content)
    try:
        published = bring_in([path], current(), Location(tmp_path / "store"))
    except DataError:
        assert not (tmp_path / "store" / "CURRENT").exists()
    else:
        assert published.version.patients == 1
