"""Workbooks whose cells are marked with what was found at them. Every text stays text: none becomes a formula or a link."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from core.domain.imports import ImportRefusal, ImportResult
from core.domain.marked import WEIGHT, Marked, MarkedTable, TableToCorrect
from core.domain.problems import Problem, Severity
from core.domain.rows import Rows, headings
from core.tables.import_report import accounts_table, findings_table, mapping_table
from core.words.import_report import (
    FINDINGS,
    FIRST_ONLY,
    FOUND_AT,
    LEGEND,
    MAPPING,
    MEANINGS,
    READ_ME,
    ROW,
    ROWS,
    SUM,
    TO_FILL_IN,
    only_marked,
    outcome_lines,
)
from core.words.problems import SEVERITIES

FILLS: dict[Severity, str] = {  # told apart without red and green (Okabe and Ito 2008), and by lightness
    "blocks": "#D55E00",
    "left_out": "#E69F00",
    "emptied": "#F0E442",
    "warning": "#9AD0F0",
    "note": "#DDDDDD",
}
LONGEST = 32_000  # characters that a cell of a workbook can hold, with some to spare
LONGEST_NAME = 31
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def shown(text: str) -> str:
    """The text with a mark for each character that a file of text cannot hold."""
    return _UNSHOWN.sub("\ufffd", text)


def as_workbook(outcome: ImportResult | ImportRefusal, found: Marked, made_at: datetime) -> bytes:
    """Findings, rows and mapping, and each source with its cells marked."""
    book = _Book()
    lines = outcome_lines(outcome, made_at)
    book.table(FINDINGS, findings_table(outcome.findings))
    result = outcome if isinstance(outcome, ImportResult) else None
    book.table(ROWS, accounts_table(result.accounts) if result else [], (*lines, SUM, FIRST_ONLY))
    book.table(MAPPING, mapping_table(result.mapping) if result else [])
    book.legend()
    for table in found.tables:
        book.source(table)
    return book.finished()


def as_template(found: Marked) -> bytes:
    """A workbook to fill in: a sheet a table of the data model with the rows that were left out or lost cells."""
    book = _Book()
    book.lines(READ_ME, TO_FILL_IN)
    for table in found.to_correct:
        book.to_correct(table)
    return book.finished()


class _Book:
    """A workbook while it is written."""

    def __init__(self) -> None:
        import xlsxwriter

        self._target = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._target, OPTIONS)
        self._bold = self._book.add_format({"bold": True})
        self._plain = self._book.add_format({"num_format": "@"})
        self._fills = {
            one: self._book.add_format({"num_format": "@", "bg_color": fill, "font_color": "#000000", "border": 1})
            for one, fill in FILLS.items()
        }
        self._names: set[str] = {"history"}  # kept by Excel for itself

    def finished(self) -> bytes:
        self._book.close()
        return self._target.getvalue()

    def lines(self, name: str, lines: Sequence[str]) -> None:
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 140)
        for at, line in enumerate(lines):
            self._write(sheet, (at, 0), line)

    def table(self, name: str, rows: Rows, below: Sequence[str] = ()) -> None:
        sheet = self._sheet(name)
        sheet.freeze_panes(1, 0)
        names = headings(rows)
        for at, heading in enumerate(names):
            sheet.set_column(at, at, max(12, min(60, max((len(str(row[heading] or "")) for row in rows), default=12))))
            self._write(sheet, (0, at), heading, self._bold)
        for line, row in enumerate(rows, start=1):
            for at, cell in enumerate(row.values()):
                self._write(sheet, (line, at), cell)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(names) - 1)
        for at, text in enumerate(below, start=len(rows) + 2):
            self._write(sheet, (at, 0), text)

    def legend(self) -> None:
        sheet = self._sheet(LEGEND)
        sheet.set_column(0, 1, 30)
        for at, one in enumerate(WEIGHT):
            self._write(sheet, (at, 0), SEVERITIES[one], self._fills[one])
            self._write(sheet, (at, 1), MEANINGS[one])

    def source(self, table: MarkedTable) -> None:
        sheet = self._sheet(table.title)
        sheet.freeze_panes(1, 1)
        sheet.set_column(1, max(1, len(table.columns)), 14, self._plain)
        for at, name in enumerate((ROW, *table.columns)):
            self._write(sheet, (0, at), name, self._bold)
        found, of_rows = table.at, table.of_rows
        for line, (number, cells) in enumerate(table.rows, start=1):
            whole = of_rows.get(number, ())
            self._write(sheet, (line, 0), number, self._fills[whole[0].severity] if whole else None)
            _comment(sheet, (line, 0), whole)
            out = self._fills["left_out"] if any(one.severity == "left_out" for one in whole) else self._plain
            for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True), start=1):
                problems = found.get((number, column), ())
                self._write(sheet, (line, at), cell, self._fills[problems[0].severity] if problems else out)
                _comment(sheet, (line, at), problems)
        if not table.whole:
            self._write(sheet, (len(table.rows) + 2, 0), only_marked(len(table.rows), table.n_rows))

    def to_correct(self, table: TableToCorrect) -> None:
        sheet = self._sheet(table.name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns), 16, self._plain)
        for at, name in enumerate((*table.columns, FOUND_AT)):
            self._write(sheet, (0, at), name, self._bold)
        for line, row in enumerate(table.rows, start=1):
            for at, cell in enumerate((*row.cells, f"{row.file}, row {row.row}")):
                wrong = [one for place, one in row.wrong if place == at]
                self._write(sheet, (line, at), cell, self._fills[wrong[0].severity] if wrong else self._plain)
                _comment(sheet, (line, at), wrong)

    def _sheet(self, title: str) -> Any:
        sheet = self._book.add_worksheet(_name(title, self._names))
        self._names.add(sheet.get_name().lower())
        return sheet

    def _write(self, sheet: Any, place: tuple[int, int], cell: object, form: Any = None) -> None:
        put: Callable[..., object] = sheet.write_number if isinstance(cell, int) else sheet.write_string
        if cell not in (None, ""):
            put(*place, cell if isinstance(cell, int) else shown(str(cell))[:LONGEST], form)
        elif form is not None:
            sheet.write_blank(*place, None, form)


def _comment(sheet: Any, place: tuple[int, int], problems: Sequence[Problem]) -> None:
    if problems:
        text = "\n".join(f"{SEVERITIES[one.severity]}: {one.rule}. {one.remedy}" for one in problems)
        sheet.write_comment(*place, shown(text)[:LONGEST], {"x_scale": 2})


def _name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have and none has yet."""
    plain = _NO_NAME.sub(" ", shown(title)).strip().strip("'")[:LONGEST_NAME] or "Sheet"
    name, at = plain, 2
    while name.lower() in taken:
        end = f" {at}"
        name, at = plain[: LONGEST_NAME - len(end)] + end, at + 1
    return name
