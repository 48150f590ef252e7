"""Text files as clinics save them give the very version that the plain ones give."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.domain.text_form import TextForm
from core.ingest import text_tables
from core.ingest.bundle import bring_in
from core.ingest.files import number_column
from core.ingest.text_files import form_of
from core.ingest.text_tables import read_text
from core.store.location import Location

REFERENCE = Path(__file__).resolve().parents[3] / "data" / "reference"
NO_NUMBERS = ().__contains__
TEXTS = ("ctcae_version",)  # that look like numbers
FORMS = [
    TextForm(encoding="utf-8", separator=";", decimal=","),
    TextForm(encoding="cp932", separator="\t", decimal="."),
    TextForm(encoding="utf-16", separator="\t", decimal=","),
    TextForm(encoding="cp932", separator=",", decimal="."),
    TextForm(encoding="utf-8", separator="|", decimal="."),
]


def saved(form: TextForm, folder: Path, ending: str = "csv", site: str = "東京①髙") -> Path:
    """The reference cohort of a Japanese site, saved in a form; the site makes every encoding tell."""
    folder.mkdir()
    for source in REFERENCE.glob("*.csv"):
        with source.open(encoding="utf-8", newline="") as handle:
            header, *rows = list(csv.reader(handle))
        if "site" in header:
            at = header.index("site")
            rows = [[site if place == at else cell for place, cell in enumerate(row)] for row in rows]
        with (folder / f"{source.stem}.{ending}").open("w", encoding=form.encoding, newline="") as handle:
            writer = csv.writer(handle, delimiter=form.separator, lineterminator="\r\n")
            writer.writerow(header)
            writer.writerows(
                [
                    cell.replace(".", form.decimal) if _number(cell) and name not in TEXTS else cell
                    for name, cell in zip(header, row, strict=True)
                ]
                for row in rows
            )
    return folder


def _number(cell: str) -> bool:
    return cell.replace(".", "", 1).isascii() and cell.replace(".", "", 1).isdigit()


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_same_tables_in_another_form_are_the_same_version(form: TextForm, tmp_path: Path) -> None:
    plain = bring_in([saved(TextForm(), tmp_path / "cohort")], current(), Location(tmp_path / "one"))
    assert not [one for one in plain.findings if "read as" in one.rule]
    (tmp_path / "other").mkdir()
    other = bring_in([saved(form, tmp_path / "other" / "cohort")], current(), Location(tmp_path / "two"))
    assert other.version.digest == plain.version.digest
    assert other.version.sources == plain.version.sources
    assert form_of(tmp_path / "other" / "cohort" / "patient.csv", ("age_years", "duration_years").__contains__) == form
    told = next(one for one in other.findings if one.file == "patient.csv")
    assert told.severity == "warning"
    assert told.rule.startswith("read as")
    assert ("decimal commas" in told.rule) == (form.decimal == ",")


def test_other_endings_are_read_and_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    folder = saved(TextForm(separator="\t"), tmp_path / "cohort", "tsv")
    assert bring_in([folder], current(), Location(tmp_path / "store")).version.patients == 86
    (folder / "patient.csv").write_text("patient_id\na\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"There are patient\.csv and patient\.tsv"):
        bring_in([folder], current(), Location(tmp_path / "store"))


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"patient_id\na\n", TextForm()),
        (b"", TextForm()),
        (b'"a;b;c",d\n1,2\n', TextForm()),  # marks within quotation marks separate nothing
        (b"a;b\n1,5;2.5\n", TextForm(separator=";")),  # both marks: what 1,5 means is not for us to say
        (b"a;b\n1;2\n", TextForm(separator=";")),
        (b"a;b\n250,000;1,234\n", TextForm(separator=";")),  # thousands, as likely as not
        (b"a;b\n250,000;1,5\n", TextForm(separator=";", decimal=",")),
        (b"c;d\n1,5;x\n", TextForm(separator=";")),  # no column of numbers
        (b"a;b\n1,5;x\n", TextForm(separator=";", decimal=",")),
        ("a,名前\n".encode("cp932"), TextForm(encoding="cp932")),
        ("\ufeffa\tb\n".encode("utf-16-be"), TextForm(encoding="utf-16", separator="\t")),
        ("\ufeffa,b\n".encode(), TextForm()),
        (b"Clinic 2026,,\n,,\npatient_id,a,sex\nx,1,F\n", TextForm(header=3)),  # a title above the table
        (b"Clinic 2026\npatient_id;a;sex\nx;1,5;F\n", TextForm(separator=";", decimal=",", header=2)),
        (b"patient_id,,sex,\nx,y,F,\n", TextForm()),  # names that are missing make no title
        (b"Clinic,,\n1,2,3\n4,5,6\n", TextForm()),  # no row has words over its columns
    ],
)
def test_the_form_is_told_from_the_whole_file(content: bytes, form: TextForm, tmp_path: Path) -> None:
    path = tmp_path / "patient.csv"
    path.write_bytes(content)
    assert form_of(path, ("a", "b").__contains__) == form


def test_an_encoding_is_told_however_late_the_first_letter_comes(tmp_path: Path) -> None:
    path = tmp_path / "visit.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 600_000 + "髙,2\n".encode("cp932"))
    assert form_of(path, NO_NUMBERS).encoding == "cp932"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,\x00\n", "neither UTF-8 nor the Shift JIS of Windows"),
        (b"a,b\n\xff\xfd\xfe,1\n", "neither UTF-8 nor"),
        ("a,Göteborg\n".encode("latin-1"), "neither UTF-8 nor"),
        (b"sep=;\na;b\n", "row 1: the first line is 'sep=;', not the names of the columns"),
        (b"\xff\xfea\x00,\x00b", "neither UTF-8 nor what its first bytes say"),
        (b'a;b\n1;2\n3;"4\n', "patient.csv, row 3: not readable as a table"),
        (b"a;b\n1;" + b"x" * 2_100_000 + b"\n", "patient.csv, row 2: not readable as a table"),
    ],
)
def test_what_is_no_text_table_is_refused_with_place_and_remedy(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "patient.csv").write_bytes(content)
    with pytest.raises(DataError, match=message) as refused:
        bring_in([tmp_path], current(), Location(tmp_path / "store"))
    assert refused.value.problems[0].file == "patient.csv"
    assert "Save it as CSV in UTF-8" in str(refused.value)
    assert not (tmp_path / "store").exists()


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be opened"):
        form_of(tmp_path, NO_NUMBERS)


def test_rows_keep_their_numbers(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    folder = write_tables(patient=[{"patient_id": "a", "age_years": 40}], visit=[{"patient_id": "a", "month": 0, "salt": 10}])
    (folder / "visit.csv").write_text("patient_id;month;salt\na;0;10\na;3;>100\n", encoding="utf-8")
    found = bring_in([folder], current(), Location(tmp_path / "store")).findings
    assert [(one.row, one.column, one.found) for one in found if one.severity == "left_out"] == [(3, "salt", ">100")]
    assert found[0].rule == "read as UTF-8, cells separated by semicolons"


def test_only_whole_numbers_with_a_comma_get_a_point(tmp_path: Path) -> None:
    source, made = tmp_path / "patient.csv", tmp_path / "plain"
    made.mkdir()
    source.write_text('a;b\n1,5;"x, 2,5 y"\n-0,25;1,5,2\n', encoding="utf-8")
    text = read_text(source, made, NO_NUMBERS).path.read_text(encoding="utf-8")
    assert text == 'row,a,b\n2,"1,5","x, 2,5 y"\n3,"-0,25","1,5,2"\n'
    text = read_text(source, made, ("a", "b").__contains__).path.read_text(encoding="utf-8")
    assert text == 'row,a,b\n2,1.5,"x, 2,5 y"\n3,-0.25,"1,5,2"\n'


def test_identifiers_keep_their_commas_and_cells_their_row(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    folder = write_tables(patient=[{"patient_id": "1,1"}, {"patient_id": "1,2"}], visit=[])
    (folder / "visit.csv").write_text('patient_id;month;salt\n1,1;0;"10,5"\n1,2;0;20\n', encoding="utf-8")
    published = bring_in([folder], current(), Location(tmp_path / "store"))
    assert published.version.patients == 2
    (folder / "visit.csv").write_text('patient_id;month;note;salt\n1,1;0;"a\n\nb";10\n1,2;0;;1O0\n', encoding="utf-8")
    found = bring_in([folder], current(), Location(tmp_path / "store")).findings
    assert [(one.row, one.found) for one in found if one.severity == "left_out"] == [(3, "1O0")]


def test_a_letter_tells_whether_the_encoding_is_right(tmp_path: Path) -> None:
    folder = saved(TextForm(encoding="cp932"), tmp_path / "cohort")
    warnings = bring_in([folder], current(), Location(tmp_path / "store")).findings
    assert "東京①髙" in {one.found for one in warnings}


def test_names_of_files_are_read_in_any_case_and_others_are_told(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    folder = write_tables(patient=[{"patient_id": "a"}], visit=[{"patient_id": "a", "month": 0, "salt": 10}])
    (folder / "visit.csv").rename(folder / "Visit.CSV")
    (folder / "adverse_events.csv").write_text("patient_id\n", encoding="utf-8")
    published = bring_in([folder], current(), Location(tmp_path / "store"))
    assert published.version.visits == 1
    assert {one.file for one in published.findings} == set()
    (folder / "notes.csv").write_text("what,when\nx,y\n", encoding="utf-8")
    told = bring_in([folder], current(), Location(tmp_path / "store")).findings
    assert [(one.file, one.rule) for one in told] == [("notes.csv", "no table of the data model is seen in it")]


def test_columns_without_a_name_are_passed_over(write_tables: Callable[..., Path], tmp_path: Path) -> None:
    folder = write_tables(patient=[{"patient_id": "a"}], visit=[{"patient_id": "a", "month": 0, "salt": 10}])
    (folder / "patient.csv").write_text("patient_id,,sex,\na,x,F,\n", encoding="utf-8")
    published = bring_in([folder], current(), Location(tmp_path / "store"))
    assert [(one.row, one.rule) for one in published.findings] == [(1, "column 2 has no name and was not imported")]


def test_a_path_is_never_taken_for_a_pattern(tmp_path: Path) -> None:
    path = tmp_path / "visit [1]*.csv"
    path.write_text("patient_id,month,salt\na,0,10\n", encoding="utf-8")
    (tmp_path / "visit 1.csv").write_text("patient_id,month,salt\nother,0,10\nmore,0,1\n", encoding="utf-8")
    assert bring_in([path], current(), Location(tmp_path / "store")).version.patients == 1


def test_titles_above_the_names_of_the_columns_are_told_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("Alopecia clinic,,\n,,\npatient_id,age_years,SALT_0M\na,30,abc\nb,40,20\n", encoding="utf-8")
    published = bring_in([path], current(), Location(tmp_path / "store"))
    assert published.version.patients == 2
    assert [(one.row, one.found, one.rule) for one in published.of("note")] == [
        (1, "Alopecia clinic", "a title above the table"),
        (2, None, "a blank line"),
    ]
    assert [(one.row, one.column, one.found) for one in published.of("emptied")] == [(4, "SALT_0M", "abc")]


def test_lines_that_are_no_rows_are_left_out_as_in_a_sheet_and_told(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    lines = (
        "patient_id,age_years,SALT_0M",
        "a,30,80",
        "patient_id,age_years,SALT_0M",
        "b,40,20",
        "Mean,35,50",
        "Total: 2,,",
        ",",
    )
    path.write_text("\n".join([*lines, "* SALT by two raters,,", "n/a,,", "Data of 2026,,", ""]), encoding="utf-8")
    published = bring_in([path], current(), Location(tmp_path / "store"))
    assert published.version.patients == 2
    assert [(one.row, one.found, one.rule) for one in published.of("note") if one.row] == [
        (3, "patient_id", "the header once more"),
        (5, "Mean", "a line of means or other figures of the rows"),
        (6, "Total: 2", "a subtotal line"),
        (8, "* SALT by two raters", "a footnote"),
        (9, "n/a", "a line behind the table with one cell only"),
        (10, "Data of 2026", "a line behind the table with one cell only"),
    ]


def test_a_large_file_is_taken_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("patient_id,age_years,SALT_0M\na,30,80\nTotal,30,80\n", encoding="utf-8")
    for limit in ("BY_HAND", "MOST_CELLS"):
        with monkeypatch.context() as set_to:
            set_to.setattr(text_tables, limit, 8)
            assert read_text(path, tmp_path, NO_NUMBERS).path == path


@pytest.mark.parametrize(
    ("top", "columns"),
    [
        (["ID,age,SALT,,ClinRO,", ",,0M,3M,0M,3M"], ("ID", "age", "SALT_0M", "SALT_3M", "ClinRO_0M", "ClinRO_3M")),
        (["Clinic,,,,", ",SALT,,ClinRO,", "ID,0M,3M,0M,3M"], ("ID", "SALT_0M", "SALT_3M", "ClinRO_0M", "ClinRO_3M")),
        (["ID,,age,", "a,x,30,"], ("ID", "", "age")),
        ([",Clinic,by Sato,", "ID,age,sex,SALT_0M"], ("ID", "age", "sex", "SALT_0M")),
        ([",,SALT,,notes", "ID,age,0M,3M,comment"], ("ID", "age", "0M", "3M", "comment")),
        (["ID,", "a,b"], ("ID",)),
    ],
)
def test_names_in_two_rows_are_joined(top: list[str], columns: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    width = top[-1].count(",") + 1
    path.write_text("\n".join([*top, ",".join(["1.5"] * width), ""]), encoding="utf-8")
    found = read_text(path, tmp_path, NO_NUMBERS)
    assert found.columns == columns
    assert any("name the columns" in one.rule for one in found.told) == (columns[-1] in ("SALT_3M", "ClinRO_3M"))


def test_a_decimal_comma_is_seen_below_names_in_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("ID;SALT;\n;0M;3M\na;80,5;20,5\n", encoding="utf-8")
    assert form_of(path, ("SALT_0M", "SALT_3M").__contains__) == TextForm(separator=";", decimal=",", tall=2)


@pytest.mark.parametrize(
    "lines",
    [
        ("patient_id,age_years,sex", "SUM001,30,M", "Total1,40,F", "Mean2,41,F"),  # identifiers that begin with the words
        ("aa_type,patient_id,age_years", "total,P1,30", "sum,P2,40", "mean,P3,40"),  # words that are values
        ("initials,patient_id,age_years,sex", "MIN,1,30,M", "MAX,2,31,F", "SD,3,30,F"),
        ("patient_id,age_years,dose_mg", "Total,30,4", "Mean,31,4", "P3,32,4"),  # not behind the last row
        ("no,patient_id,age_years,sex", "1,P1,30,M", ",P2,,", ",P3,,"),  # right below it
    ],
)
def test_a_row_is_no_line_of_figures_for_its_words(lines: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert bring_in([path], current(), Location(tmp_path / "store")).version.patients == 3


def test_a_decimal_comma_is_seen_in_a_column_that_its_name_without_the_group_says_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "clinic.csv"
    path.write_text("ID;Demography;;SALT;\n;Age;Duration;0M;3M\np1;30,5;4,5;80;20\n", encoding="utf-8")
    made = read_text(path, tmp_path, number_column(current())).path.read_text(encoding="utf-8")
    assert made.splitlines()[1] == "3,p1,30.5,4.5,80,20"
