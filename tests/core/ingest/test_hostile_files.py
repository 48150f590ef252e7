"""Files that once broke the import: each is refused in words, or taken, and in bounded time."""

import zipfile
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.ingest.bundle import bring_in
from core.store.location import Location

LARGE = "x" * 120_000  # letters; a cell and a line may have two million
TESTS = Path(__file__).resolve().parents[2]


def brought_in(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    bring_in([tmp_path / name], current(), Location(tmp_path / "store"))


def test_a_dictionary_without_its_data_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"longitudinal\.dictionary\.csv: a REDCap dictionary, which holds no patients"):
        bring_in([TESTS / "redcap" / "longitudinal.dictionary.csv"], current(), Location(tmp_path / "store"))


def test_an_event_behind_a_cell_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"events\.csv, row 3: not readable as a table"):
        brought_in(tmp_path, "events.csv", f"patient_id,term,grade\na,acne (G1),1\nb,{LARGE * 20},1\n")


def test_events_taken_apart_from_a_line_that_is_too_long_are_refused_and_not_tried_for_ever(tmp_path: Path) -> None:
    header = ",".join(["patient_id,term,grade", *(f"c{at}" for at in range(30))])
    with pytest.raises(DataError, match=r"events\.csv: a line longer than can be read"):
        brought_in(tmp_path, "events.csv", f"{header}\na,acne (G1),1{f',{LARGE}' * 30}\n")


def test_a_line_cut_within_a_letter_in_the_words_of_the_engine_is_read_row_by_row(tmp_path: Path) -> None:
    rows = "".join(f"a,0,{at}\n" for at in range(3))
    with pytest.raises(DataError, match=r"visit\.csv, row 5: not readable as a table"):
        brought_in(tmp_path, "visit.csv", f'patient_id,month,salt\n{rows}b,0,"{"あ" * 5_000}"{"い" * 9_000}"\n')


def test_a_table_of_a_thousand_tests_and_weeks_is_taken(tmp_path: Path) -> None:
    header = ",".join(["patient_id", *(f"ALT week {week}" for week in range(1_000))])
    brought_in(tmp_path, "labs.csv", f"{header}\n" + f"a{',20' * 1_000}\n" * 2)


@pytest.mark.parametrize("name", ["clinic.ods", "clinic.xlsx", "clinic.sav", "clinic.parquet"])
def test_a_refusal_names_no_class_of_the_program(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 no such file")
    with pytest.raises(DataError) as refused:
        bring_in([tmp_path / name], current(), Location(tmp_path / "store"))
    assert "Error" not in str(refused.value)
    assert "Bad" not in str(refused.value)


def test_a_term_of_a_hundred_thousand_blanks_is_no_name_with_a_grade(tmp_path: Path) -> None:
    text = f"patient_id,term,grade\na,acne{' ' * 100_000}x,1\nb,acne (G1),1\n"
    brought_in(tmp_path, "events.csv", text)  # in less than a second; it was a minute


def test_a_header_of_millions_of_columns_is_refused_before_their_names_are_looked_at(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="3,000,001 columns, more than 2,000"):
        brought_in(tmp_path, "wide.csv", "a" + "\tb" * 3_000_000 + "\n1\n")


@pytest.mark.parametrize(("name", "part"), [("clinic.xlsx", "xl/worksheets/sheet1.xml"), ("clinic.ods", "content.xml")])
def test_a_sheet_of_few_bytes_that_unpacks_to_millions_of_rows_is_not_opened(tmp_path: Path, name: str, part: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(part, b"<row><c><v>1</v></c></row>" * 1_000_000)
    with pytest.raises(DataError, match="a part of it unpacks to more than 100 times its size"):
        bring_in([tmp_path / name], current(), Location(tmp_path / "store"))
