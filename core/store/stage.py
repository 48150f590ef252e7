"""CSV files into staging tables, every cell as text with its row number, so that nothing is guessed before it is checked."""

import re
from collections.abc import Mapping
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.problems import Problem
from core.domain.variable import Table
from core.store.header import read_header

FIRST_ROW = 2  # row 1 is the header, as an editor counts


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def staging(table: str) -> str:
    """The staging table of a table."""
    return f"staged_{table}"


def stage(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, files: Mapping[str, Path]) -> list[Problem]:
    """Loads every given file; returns what is wrong with whole files and columns. A missing optional table is left empty."""
    problems: list[Problem] = []
    for table in catalogue.tables:
        path = files.get(table.name)
        if path is None and table.required:
            problems.append(_missing_file(table))
        if path is None:
            _create_empty(con, table)
        else:
            problems += _load(con, table, path)
    return problems


def _load(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> list[Problem]:
    header, problems = read_header(table, path)
    if any(problem.severity == "blocks" for problem in problems):
        _create_empty(con, table)
        return problems
    given = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in header)
    options = "auto_detect=false, header=false, skip=1, delim=',', quote='\"', escape='\"', comment='', nullstr=''"
    columns = ", ".join(_source(variable.name, header) for variable in table)
    try:
        con.execute(
            f"CREATE TABLE {staging(table.name)} AS SELECT row_number() OVER () + {FIRST_ROW - 1} AS row_no, {columns} "
            f"FROM read_csv(?, {options}, columns={{{given}}})",
            [str(path)],
        )
    except duckdb.Error as error:
        _create_empty(con, table)
        return [*problems, _unreadable(path, error)]
    return problems


def _source(name: str, header: list[str]) -> str:
    if name not in header:
        return f"CAST(NULL AS VARCHAR) AS {quoted(name)}"
    return f"nullif(trim({quoted(name)}), '') AS {quoted(name)}"


def _create_empty(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = ", ".join(f"{quoted(variable.name)} VARCHAR" for variable in table)
    con.execute(f"CREATE TABLE {staging(table.name)} (row_no BIGINT, {columns})")


def _missing_file(table: Table) -> Problem:
    return Problem(
        file=f"{table.name}.csv",
        row=None,
        column=None,
        found=None,
        rule="this file is required",
        remedy=f"Add {table.name}.csv with one row for {table.row}.",
    )


def _unreadable(path: Path, error: duckdb.Error) -> Problem:
    line = re.search(r"Line: (\d+)", str(error))
    reason = str(error).splitlines()[0].replace(str(path), path.name)
    return Problem(
        file=path.name,
        row=int(line[1]) if line else None,
        column=None,
        found=None,
        rule=f"not readable as comma-separated text ({reason})",
        remedy="Give every row as many cells as the header, close every quotation mark, and save as CSV in UTF-8.",
    )
