"""The report of an import: everything that came and was found is in it, and nothing in it runs."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from core.catalogue import current
from core.domain.errors import DataError
from core.domain.imports import ImportRefusal, ImportResult
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.domain.marked import Marked, MarkedTable, RowToCorrect, TableToCorrect
from core.domain.problems import Problem
from core.export.import_report import as_html, as_template, as_workbook
from core.export.marked_cells import FILLS
from core.ingest.bundle import bring_in
from core.ingest.mapping_file import as_toml
from core.ingest.marked import marked
from core.store.location import Location

CASES = Path(__file__).parents[2] / "import_cases"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>", "</pre><img src=x onerror=alert(1)>", "javascript:alert(1)", '" onload="x', "=1+1", "+1", "-1",
    "@SUM(A1)", "=HYPERLINK(\"http://x.example\")", "http://x.example/a", "a\x00b\x1f\ufffe", "x" * 40_000,
)  # fmt: skip


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def problem(found: str, *, row: int | None = 2, column: str | None = "age") -> Problem:
    return Problem(file=found, row=row, column=column, found=found, rule=found, remedy=found, severity="emptied")


def hostile() -> tuple[ImportRefusal, Marked]:
    problems = tuple(problem(found, row=at, column=found) for at, found in enumerate(HOSTILE, start=2))
    rows = tuple((at, (found,) * len(HOSTILE)) for at, found in enumerate(HOSTILE, start=2))
    tables = tuple(
        MarkedTable(file=title, title=title, columns=HOSTILE, rows=rows, n_rows=len(rows), findings=problems)
        for title in (*HOSTILE, "Findings", "findings", "History", "'a'", "")
    )
    lost = RowToCorrect(file="=1+1", row=2, cells=HOSTILE, wrong=((1, problem("=1")),))
    template = TableToCorrect(name="patient", columns=HOSTILE, rows=(lost,))
    return ImportRefusal(reason=HOSTILE[0], findings=problems), Marked(tables, (template,))


def of_case(tmp_path: Path, *names: str) -> tuple[ImportResult, Marked]:
    paths = [CASES / name for name in names]
    result = bring_in(paths, current(), Location(tmp_path / "store"))
    return result, marked(paths, current(), result)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_no_cell_of_a_page_becomes_a_tag_an_attribute_or_a_link() -> None:
    outcome, _ = hostile()
    page = as_html(outcome, NOW, HOSTILE[1])
    tags = Tags(page).found
    assert not {tag for tag, _ in tags} & {"script", "img", "a", "link", "iframe", "object", "form", "svg", "base"}
    assert {name for _, names in tags for name in names} <= {"lang", "charset", "http-equiv", "content", "style"}
    assert b"default-src 'none'" in page
    assert not re.search(rb"url\(|@import", page)


def test_a_page_tells_what_came_of_every_row_and_every_finding(tmp_path: Path) -> None:
    result, _ = of_case(tmp_path, "m02_salt_wide.csv")
    page = as_html(result, NOW, as_toml(result.mapping)).decode()
    assert result.version.digest in page
    assert "2026-11-23 09:30 UTC" in page
    for one in result.accounts:
        assert (
            f"<td>{one.came}</td><td>{one.taken}</td><td>{one.left_out}</td><td>{one.empty}</td><td>{one.repeated}</td>" in page
        )
    body = page.split("<h2>Findings</h2>")[1].split("<h2>Mapping</h2>")[0]
    assert body.count("<tr>") - body.count("<thead>") == len(result.findings)
    assert "[[source.rows]]" in page


def test_a_page_of_a_refusal_says_why_and_what_blocks(tmp_path: Path) -> None:
    path = tmp_path / "patient.csv"
    path.write_text("patient_id\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        bring_in([path], current(), Location(tmp_path / "store"))
    outcome = ImportRefusal(reason=str(refused.value), findings=refused.value.problems)
    page = as_html(outcome, NOW).decode()
    assert "there is no patient in it" in page
    assert "Blocks the import (1)" in page
    assert opened(as_workbook(outcome, marked([path], current(), outcome), NOW)).sheetnames[-1] == "patient"


def test_no_text_of_a_workbook_becomes_a_formula_or_a_link() -> None:
    outcome, found = hostile()
    for content in (as_workbook(outcome, found, NOW), as_template(found)):
        for sheet in opened(content).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type in ("s", "n"), (sheet.title, cell.coordinate, cell.value)
                assert cell.hyperlink is None


def test_the_sheet_of_a_source_has_its_rows_as_they_were_read_and_marks_what_was_found(tmp_path: Path) -> None:
    result, found = of_case(tmp_path, "m06_duplicate_ids.csv")
    book = opened(as_workbook(result, found, NOW))
    assert book.sheetnames == ["Findings", "Rows", "Mapping", "Legend", "m06_duplicate_ids"]
    sheet = book["m06_duplicate_ids"]
    header = [cell.value for cell in sheet[1]]
    lines = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert tuple(header[1:]) == found.tables[0].columns
    assert {number: tuple(cell.value or "" for cell in row[1:]) for number, row in lines.items()} == dict(found.tables[0].rows)
    checked = 0
    for one in result.findings:
        if one.row in lines and one.column in header:
            cell = lines[one.row][header.index(one.column)]
            assert one.rule in cell.comment.text
            checked += one.severity == "left_out"
        if one.severity == "left_out":
            colours = {cell.fill.fgColor.rgb[2:] for cell in lines[one.row]}
            assert FILLS["left_out"][1:] in colours
            assert len(colours) <= 2
    assert checked
    assert sheet.freeze_panes == "B2"
    assert book["Findings"].auto_filter.ref == f"A1:G{len(result.findings) + 1}"


def test_of_a_source_that_is_too_large_the_rows_with_a_finding_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "patient.csv"
    path.write_text("patient_id,age_years\n" + "".join(f"p{at},{at if at < 99 else 40}\n" for at in range(20_001)) + "x,old\n")
    result = bring_in([path], current(), Location(tmp_path / "store"))
    found = marked([path], current(), result)
    assert [number for number, _ in found.tables[0].rows] == [20_003]
    assert "of 20,002" in str(opened(as_workbook(result, found, NOW))["patient"]["A4"].value)


def test_a_mapping_stands_in_the_report_column_by_column(tmp_path: Path) -> None:
    row = RowMapping(table="patient", columns=(("patient_id", "患者ID"),), constants=(("site", "Tokyo"),))
    mapping = ImportMapping(sources=(SourceMapping(title="s", rows=(row,)),), values=(("sex", (("1", "M"), ("9", ""))),))
    result, _ = of_case(tmp_path, "m02_salt_wide.csv")
    result = replace(result, mapping=mapping, findings=())
    sheet = opened(as_workbook(result, Marked(), NOW))["Mapping"]
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)] == [
        ("s", "患者ID", "patient", "patient_id"),
        ("s", "always Tokyo", "patient", "site"),
        (None, "the word 1", None, "sex = M"),
        (None, "the word 9", None, "sex = not recorded"),
    ]
    assert "Nothing was found" in as_html(result, NOW).decode()
