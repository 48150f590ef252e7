"""The first line of a table's file, and what must be settled before its rows are read."""

import csv
import mmap
import re
from itertools import chain
from pathlib import Path

from core.domain.problems import Problem
from core.domain.variable import Table

LONGEST_HEADER = 1_000_000  # characters
OTHER_SEPARATORS = (";", "\t", "|")
_BLANK = re.compile(rb"\n[ \t]*\r?\n(?=[^\r\n \t])")


def read_header(table: Table, path: Path) -> tuple[list[str], list[Problem]]:
    """The column names of a file, and what is wrong with them or with the file as a whole."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            header = [name.strip() for name in next(csv.reader([handle.readline(LONGEST_HEADER)]), [])]
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        rule = f"not readable as text in UTF-8 ({type(error).__name__})"
        return [], [_problem(path, None, None, rule, "Save it as CSV with UTF-8 encoding.")]
    if len(header) == 1 and any(mark in header[0] for mark in OTHER_SEPARATORS):
        return [], [_problem(path, 1, None, "cells are not separated by commas", "Save it as CSV with commas between cells.")]
    return header, [*chain(_required(table, path, header), _columns(table, path, header), _blank_lines(path))]


def _required(table: Table, path: Path, header: list[str]) -> list[Problem]:
    return [
        _problem(path, None, one.name, "this column is required", f"Add a column named {one.name}: {one.definition}")
        for one in table
        if one.required and one.name not in header
    ]


def _columns(table: Table, path: Path, header: list[str]) -> list[Problem]:
    known = {variable.name for variable in table}
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    problems = [_problem(path, 1, name, "this column occurs twice", "Rename or remove one of them.") for name in doubled]
    if "" in header and len(header) > 1:
        nameless = f"column {header.index('') + 1} has no name"
        problems.append(_problem(path, 1, None, nameless, "Name it, or delete it with all its cells."))
    return problems + [
        Problem(
            file=path.name,
            row=1,
            column=name,
            found=name,
            rule="not a column of the data model",
            remedy="It was not imported. Rename it if it holds one of the known variables.",
            severity="warning",
        )
        for name in header
        if name and name not in known
    ]


def _blank_lines(path: Path) -> list[Problem]:
    """A blank line between rows: the engine would pass over it, and every later row number would be wrong."""
    if path.stat().st_size == 0:
        return []
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _BLANK.search(content)
        if found is None:
            return []
        row = content[: found.start()].count(b"\n") + 2
    return [_problem(path, row, None, "a blank line between rows", "Delete it.")]


def _problem(path: Path, row: int | None, column: str | None, rule: str, remedy: str) -> Problem:
    return Problem(file=path.name, row=row, column=column, found=None, rule=rule, remedy=remedy)
