"""Sources into staging tables, every cell as text with the number of its row, so that nothing is guessed before it is checked.

A staging table has `row_id` (its own, in order), `row_no` (that of the source), `part` (which of the parts the row is of), a
text column a variable, and one for each other form of a variable that a part gives.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import UnevenTable
from core.domain.progress import progress
from core.domain.variable import Table, Variable
from core.store.parts import Part

WHOLE = "whole_row"  # a number for all cells of the source row, those that are not taken among them; of tables without a key
NO_ROOM = (duckdb.IOException, duckdb.OutOfMemoryException)  # of the machine, and not of a file
FIRST_ROW = 2  # row 1 is the header, as an editor counts
FORMAT = "auto_detect=false, header=false, skip=1, delim=',', quote='\"', escape='\"', comment='', nullstr=''"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def staging(table: str) -> str:
    """The staging table of a table."""
    return f"staged_{table}"


def as_found(name: str) -> str:
    """The column beside a variable with what stood in a cell before it was read; it is there where some cell was."""
    return f"{name} as found"


def given_variables(table: Table, parts: Sequence[Part]) -> tuple[Variable, ...]:
    """The variables of a table, each behind those of its other forms that some part gives."""
    own = [part for part in parts if part.table == table.name]
    found: list[Variable] = []
    for variable in table:
        found += [form for form in variable.other_forms if any(part.holds(form.name) for part in own)]
        found.append(variable)
    return tuple(found)


def stage(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part]) -> None:
    """Loads every part. A table without one is left empty. Raises UnevenTable where rows do not fit their header."""
    sources = _sources(con, parts)
    for done, table in enumerate(catalogue.tables):
        progress("taking in", done / len(catalogue.tables))
        variables = given_variables(table, parts)
        whole = [] if table.key else [f"{WHOLE} UBIGINT"]
        columns = ", ".join([*(f"{quoted(variable.name)} VARCHAR" for variable in variables), *whole])
        own = [(at, part) for at, part in enumerate(parts) if part.table == table.name]
        name = staging(table.name)
        if not own:
            con.execute(f"CREATE TABLE {name} (row_id BIGINT, row_no BIGINT, part INTEGER, {columns})")
            continue
        rows = " UNION ALL ".join(_rows(at, part, variables, sources[part.path], keyed=bool(table.key)) for at, part in own)
        alone = len(own) == 1 and not own[0][1].numbered  # then the source's numbers are in order, each once
        row_id = "row_no" if alone else "row_number() OVER ()"
        try:
            con.execute(f"CREATE TABLE {name} AS SELECT {row_id} AS row_id, * FROM ({rows})")
        except NO_ROOM:
            raise
        except (duckdb.Error, UnicodeDecodeError) as error:
            raise _uneven([part.path for _, part in own], error) from error


def _sources(con: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> dict[Path, str]:
    """What to select each part's rows from; a file that several parts are made of is loaded once."""
    sources: dict[Path, str] = {}
    for part in parts:
        if part.path in sources:
            continue
        sources[part.path] = _reader(part)
        if sum(other.path == part.path for other in parts) > 1:
            name = f"source_{len(sources)}"
            try:
                con.execute(f"CREATE TEMP TABLE {name} AS FROM {sources[part.path]}")
            except NO_ROOM:
                raise
            except (duckdb.Error, UnicodeDecodeError) as error:
                raise _uneven([part.path], error) from error
            sources[part.path] = name
    return sources


def _reader(part: Part) -> str:
    """The rows of a text file: `row_no`, and by their place the columns c1, c2, ... (names may differ by case alone)."""
    width = len(part.header) + part.numbered
    names = ", ".join(f"c{at}: 'VARCHAR'" for at in range(1 - part.numbered, width + 1 - part.numbered))
    number = "CAST(c0 AS BIGINT)" if part.numbered else f"row_number() OVER () + {FIRST_ROW - 1}"
    cells = ", ".join(f"c{place}" for place in range(1, len(part.header) + 1))
    columns = f"{number} AS row_no, *, hash({cells}) AS {WHOLE}"  # once a source, of whose columns a thousand rows may be made
    return f"(SELECT {columns} FROM read_csv({literal(str(part.path))}, {FORMAT}, columns={{{names}}}))"


def _rows(at: int, part: Part, variables: Sequence[Variable], source: str, *, keyed: bool) -> str:
    columns = ", ".join(f"{_cell(part, variable)} AS {quoted(variable.name)}" for variable in variables)
    return f"SELECT row_no, {at} AS part, {columns}{'' if keyed else f', {WHOLE}'} FROM {source}"


def _cell(part: Part, variable: Variable) -> str:
    given, constants = dict(part.columns), dict(part.constants)
    if variable.name not in given and variable.name not in constants:
        return "CAST(NULL AS VARCHAR)"
    cell = f"c{part.header.index(given[variable.name]) + 1}" if variable.name in given else literal(constants[variable.name])
    one_line = f"regexp_replace({cell}, '[\\r\\n]+', ' ', 'g')" if variable.verbatim else cell
    return f"nullif(trim({one_line}), '')"


def _uneven(paths: Sequence[Path], error: duckdb.Error | UnicodeDecodeError) -> UnevenTable:
    """Which file it is, as the engine says; its message may end within a letter, and then comes as bytes that are no text."""
    said = error.object.decode("utf-8", "replace") if isinstance(error, UnicodeDecodeError) else str(error)
    path = next((one for one in paths if str(one) in said), paths[0])
    return UnevenTable(path, said.splitlines()[0].replace(str(path), path.name))
