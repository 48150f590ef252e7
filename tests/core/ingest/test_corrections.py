"""The rows that an import did not take come back as a file to fill in, and what is filled in is taken."""

import io
from pathlib import Path

import openpyxl
import pytest

from core.catalogue import current
from core.domain.imports import ImportResult
from core.domain.marked import Marked
from core.export.import_report import as_template
from core.ingest.bundle import bring_in
from core.ingest.marked import marked
from core.store.location import Location

PATIENTS = "患者ID,年齢,性別,治療開始日,SALT_0M,SALT_3M\n"
ROWS = (
    PATIENTS
    + "A1,34歳,女,2022/7/11,100,60\nA2,134,男,令和4年8月1日,90,ND\nA3,50,M,2022-09-01,80,>100\n,40,F,2022-09-02,70,50\n"
)
Fixes = dict[tuple[str, str], str]  # row of the template by its identifier as found, column -> what is filled in


@pytest.fixture
def first(tmp_path: Path) -> tuple[ImportResult, Marked]:
    """An import that loses a cell of A2, a visit of A3, and a patient without an identifier."""
    path = tmp_path / "clinic.csv"
    path.write_text(ROWS, encoding="utf-8")
    result = bring_in([path], current(), Location(tmp_path / "store"))
    return result, marked([path], current(), result)


def filled_in(folder: Path, found: Marked, fixes: Fixes, *, without: str = "") -> Path:
    """The template with cells put right; rows of one identifier taken out."""
    book = openpyxl.load_workbook(io.BytesIO(as_template(found)))
    for sheet in book.worksheets[1:]:
        names = [cell.value for cell in sheet[1]]
        for row in list(sheet.iter_rows(min_row=2)):
            patient = row[0].value or ""
            for (who, column), text in fixes.items():
                if who == patient and column in names:
                    row[names.index(column)].value = text
        for row in reversed(list(sheet.iter_rows(min_row=2))):
            if without and row[0].value == without:
                sheet.delete_rows(row[0].row)
    folder.mkdir()
    book.save(folder / "template.xlsx")
    return folder / "template.xlsx"


def test_the_rows_that_lost_something_come_back_in_the_plain_form_where_they_can_be_read(
    first: tuple[ImportResult, Marked],
) -> None:
    patient, visit = first[1].to_correct
    assert (patient.name, visit.name) == ("patient", "visit")
    at = {name: place for place, name in enumerate(patient.columns)}
    shown = [[row.cells[at[name]] for name in ("patient_id", "age_years", "sex", "start_date")] for row in patient.rows]
    assert shown == [["A2", "134", "M", "2022-08-01"], ["", "40", "F", "2022-09-02"]]
    at = {name: place for place, name in enumerate(visit.columns)}
    shown = [[row.cells[at[name]] for name in ("patient_id", "month", "salt")] for row in visit.rows]
    assert sorted(shown) == [["", "0", "70"], ["", "3", "50"], ["A3", "3", ">100"]]


def test_a_template_filled_in_is_taken_whole(first: tuple[ImportResult, Marked], tmp_path: Path) -> None:
    fixes = {("A2", "age_years"): "34", ("", "patient_id"): "A4"}
    path = filled_in(tmp_path / "filled", first[1], fixes, without="A3")
    again = bring_in([path], current(), Location(tmp_path / "other"))
    assert not again.of("left_out")
    assert not again.of("emptied")
    assert (again.version.patients, again.version.visits) == (2, 2)


def test_rows_that_were_left_out_are_taken_from_the_template_beside_their_file(
    first: tuple[ImportResult, Marked], tmp_path: Path
) -> None:
    fixes = {("A3", "salt"): "30", ("", "patient_id"): "A4"}
    path = filled_in(tmp_path / "filled", first[1], fixes, without="A2")
    again = bring_in([tmp_path / "clinic.csv", path], current(), Location(tmp_path / "store"))
    before = first[0].version
    assert (again.version.patients, again.version.visits) == (before.patients + 1, before.visits + 3)


def test_files_that_cannot_be_read_give_nothing_to_correct(first: tuple[ImportResult, Marked], tmp_path: Path) -> None:
    (tmp_path / "clinic.csv").write_bytes(b"\xff\xff")
    assert marked([tmp_path / "clinic.csv"], current(), first[0]) == Marked()
