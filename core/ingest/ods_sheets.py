"""OpenDocument spreadsheets (.ods): each sheet that has cells becomes a table. No macro, formula or link is followed."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from core.ingest.damage import refusing, unpackable
from core.ingest.findings import refused
from core.ingest.grid import Block, Doubt, Grid, percentage, trimmed
from core.ingest.ods_cells import TABLE, kind_of, number_of, shown, value_of
from core.ingest.sheet_tables import sheet_file, tables_of
from core.ingest.source import SourceTable
from core.ingest.xlsx_sheets import MOST_CELLS

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
BACKGROUND = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}background-color"
NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
STYLES = {f"{STYLE}style", f"{NUMBER}date-style"}
UNCOLOURED = {None, "transparent", "#ffffff"}
CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
WIDEST = 16_384  # columns of a sheet


class _Looks:
    """What the styles of a document say: which cells are coloured or show a month without a day, which sheets are hidden."""

    def __init__(self) -> None:
        self.dayless: set[str] = set()
        self.coloured: set[str] = set()
        self.hidden: set[str] = set()

    def learn(self, style: Element) -> None:
        """Learns from a style, or from a format of dates, which stands before the styles that use it."""
        name = style.get(f"{STYLE}name", "")
        if style.tag == f"{NUMBER}date-style":
            self.dayless |= {name} if style.find(f"{NUMBER}day") is None else set()
            return
        if style.get(f"{STYLE}data-style-name") in self.dayless:
            self.dayless.add(name)
        if any(part.get(BACKGROUND) not in UNCOLOURED for part in style.iter(f"{STYLE}table-cell-properties")):
            self.coloured.add(name)
        if any(part.get(f"{TABLE}display") == "false" for part in style.iter(f"{STYLE}table-properties")):
            self.hidden.add(name)


class _Sheet:
    """A sheet while its lines come in. Empty lines count only when a line with a cell follows."""

    def __init__(self, file: str, title: str, hidden: bool) -> None:
        self.file, self.title, self.hidden = file, title, hidden
        self.lines: list[list[str]] = []
        self.merged: list[Block] = []
        self.doubts: list[Doubt] = []
        self.coloured: list[tuple[int, int]] = []
        self.hidden_rows: list[int] = []
        self.n_empty = self.n_cells = 0

    def add(self, line: Element, looks: _Looks) -> None:
        row = len(self.lines) + self.n_empty + 1
        texts = self._texts(line, row, looks)
        times = _times(line, "rows")
        if not texts and all(one.row != row for one in self.doubts):
            self.n_empty += times
            return
        width = max(texts, default=0)
        self.n_cells += self.n_empty + times * max(width, 1)
        if self.n_cells > MOST_CELLS:
            raise refused(self.file, f"more than {MOST_CELLS:,} cells", "Delete what is behind the table, or save it as CSV.")
        self.lines += [[] for _ in range(self.n_empty)]
        self.lines += [[texts.get(at, "") for at in range(1, width + 1)] for _ in range(times)]
        self.n_empty = 0
        if line.get(f"{TABLE}visibility", "visible") != "visible":
            self.hidden_rows += range(row, row + times)

    def _texts(self, line: Element, row: int, looks: _Looks) -> dict[int, str]:
        """The texts of a line by their column."""
        texts: dict[int, str] = {}
        at = 1
        for cell in line:
            if cell.tag not in CELLS:
                continue
            times = min(_times(cell, "columns"), WIDEST - at + 1)
            text = self._text(cell, row, at)
            if cell.get(f"{TABLE}style-name") in looks.dayless and kind_of(cell) == "date":
                text = text[: len("2022-07")]
            texts |= dict.fromkeys(range(at, at + times), text) if text else {}
            self._note_looks(cell, row, range(at, at + times), looks)
            at += times
        return texts

    def _text(self, cell: Element, row: int, at: int) -> str:
        if cell.tag != f"{TABLE}table-cell":
            return ""  # under a merged cell lies what nobody sees
        kind = kind_of(cell)
        if kind == "percentage":
            self.doubts.append(percentage(row, at, number_of(cell)))
        elif kind in ("error", "formula"):
            found = shown(cell) or cell.get(f"{TABLE}formula", "")
            rule = "an error value" if kind == "error" else "a formula without a stored value"
            remedy = "Correct the formula, or empty the cell."
            self.doubts.append(Doubt(row=row, column=at, found=found, rule=rule, remedy=remedy))
        else:
            return value_of(cell, kind)
        return ""

    def _note_looks(self, cell: Element, row: int, columns: range, looks: _Looks) -> None:
        down, across = (int(cell.get(f"{TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            self.merged.append(Block(row, columns.start, row + down - 1, columns.start + across - 1))
        if cell.get(f"{TABLE}style-name", "") in looks.coloured and len(self.coloured) + len(columns) < MOST_CELLS:
            self.coloured += [(row, at) for at in columns]

    def grid(self) -> Grid:
        return Grid(
            file=self.file,
            title=self.title,
            lines=trimmed(self.lines),
            merged=tuple(self.merged),
            doubts=tuple(self.doubts),
            coloured=tuple(self.coloured),
            hidden_rows=tuple(self.hidden_rows),
            hidden=self.hidden,
        )


def read(path: Path, folder: Path) -> tuple[SourceTable, ...]:
    """A table of every sheet with cells, hidden ones too, with what is to be known of each. Raises DataError."""
    with refusing(path, "a spreadsheet"), zipfile.ZipFile(path) as packed:
        unpackable(path, packed)
        if b"encryption-data" in packed.read("META-INF/manifest.xml"):
            raise refused(path.name, "it is behind a password", "Save it without one.")
        with packed.open("content.xml") as content:
            return tables_of(path, folder, _grids(path, content))


def _grids(path: Path, content: IO[bytes]) -> Iterator[Grid]:
    """Streams the document, one sheet at a time; a sheet within a sheet is passed over."""
    looks, sheets = _Looks(), list[_Sheet]()
    for event, node in iterparse(content, ("start", "end")):
        if event == "start" and node.tag == f"{TABLE}table":
            title = node.get(f"{TABLE}name", "")
            sheets.append(_Sheet(sheet_file(path, title), title, node.get(f"{TABLE}style-name", "") in looks.hidden))
        elif event == "end" and node.tag in STYLES:
            looks.learn(node)
        elif event == "end" and node.tag == f"{TABLE}table-row" and len(sheets) == 1:
            sheets[0].add(node, looks)
            node.clear()
        elif event == "end" and node.tag == f"{TABLE}table":
            done = sheets.pop()
            if not sheets:
                yield done.grid()


def _times(node: Element, what: str) -> int:
    """For how many lines or cells alike a line or a cell stands."""
    return max(int(node.get(f"{TABLE}number-{what}-repeated", 1)), 1)
