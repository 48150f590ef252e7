"""CSV files into staging tables, every cell as text with its row number, so that nothing is guessed before it is checked."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.problems import Problem
from core.domain.variable import Table

FIRST_ROW = 2  # row 1 is the header, as an editor counts


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


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
    read = "read_csv(?, all_varchar=true, header=true, delim=',', quote='\"', nullstr='', null_padding=false)"
    try:
        found = con.execute(f"SELECT * FROM {read} LIMIT 0", [str(path)]).description or []
        header = [column[0] for column in found]
        problems = _header_problems(table, path, header)
        columns = ", ".join(_source(variable.name, header) for variable in table)
        con.execute(
            f"CREATE TABLE {staging(table.name)} AS SELECT row_number() OVER () + {FIRST_ROW - 1} AS row_no, "
            f"{columns} FROM {read}",
            [str(path)],
        )
    except duckdb.Error as error:
        message = str(error).splitlines()[0]
        raise DataError(
            f"{path.name} cannot be read as a comma-separated UTF-8 file: {message}. Nothing was changed.",
            (_unreadable(path, message),),
        ) from error
    return problems


def _source(name: str, header: list[str]) -> str:
    if name not in header:
        return f"CAST(NULL AS VARCHAR) AS {quoted(name)}"
    return f"nullif(trim({quoted(name)}), '') AS {quoted(name)}"


def _create_empty(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = ", ".join(f"{quoted(variable.name)} VARCHAR" for variable in table)
    con.execute(f"CREATE TABLE {staging(table.name)} (row_no BIGINT, {columns})")


def _header_problems(table: Table, path: Path, header: list[str]) -> list[Problem]:
    known = {variable.name for variable in table}
    problems = [
        Problem(
            file=path.name,
            row=None,
            column=variable.name,
            found=None,
            rule="this column is required",
            remedy=f"Add a column named {variable.name}: {variable.definition}",
        )
        for variable in table
        if variable.required and variable.name not in header
    ]
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
        if name not in known
    ]


def _missing_file(table: Table) -> Problem:
    return Problem(
        file=f"{table.name}.csv",
        row=None,
        column=None,
        found=None,
        rule="this file is required",
        remedy=f"Add {table.name}.csv with one row for {table.row}.",
    )


def _unreadable(path: Path, message: str) -> Problem:
    return Problem(
        file=path.name,
        row=None,
        column=None,
        found=message,
        rule="not a readable comma-separated UTF-8 file",
        remedy="Save it again as CSV with UTF-8 encoding and a header row.",
    )
