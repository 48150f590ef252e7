"""Rows of sources that were left out or lost cells, as rows of the data model to be put right and imported again.

What can be read is written in the plain form, all else as it was found.
"""

from collections.abc import Iterator, Sequence

from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.domain.marked import MarkedTable, RowToCorrect, TableToCorrect
from core.domain.problems import Problem
from core.domain.variable import Table, Variable
from core.ingest.cells import read_cell
from core.ingest.values import with_values
from core.store.identities import ID

LOST = ("left_out", "emptied")
Known = Sequence[tuple[MarkedTable, SourceMapping]]


def to_correct(catalogue: Catalogue, known: Known, mapping: ImportMapping) -> tuple[TableToCorrect, ...]:
    """One table for each of the data model that the import touched, empty where nothing of it is to be put right."""
    read = with_values(read_cell, mapping)
    made = []
    for table in catalogue.tables:
        used = [(source, row) for source, found in known for row in found.rows if row.table == table.name]
        if used:
            columns = _columns(table, [row for _, row in used])
            rows = tuple(one for source, row in used for one in _rows(source, row, columns, read))
            made.append(TableToCorrect(name=table.name, columns=tuple(one.name for one in columns), rows=rows))
    return tuple(made)


def _columns(table: Table, rows: Sequence[RowMapping]) -> tuple[Variable, ...]:
    """The variables of a table; of one that the sources give in another form, that form, and itself only where it is given."""
    given = {name for row in rows for name, _ in (*row.columns, *row.constants)}
    found: list[Variable] = []
    for one in table:
        forms = [form for form in one.other_forms if form.name in given]
        found += [*forms, *([one] if not forms or one.name in given else [])]
    return tuple(found)


def _rows(source: MarkedTable, mapping: RowMapping, columns: Sequence[Variable], read: CellReader) -> Iterator[RowToCorrect]:
    lost: dict[int, list[Problem]] = {}
    for one in source.findings:
        if one.row is not None and one.severity in LOST and _is_about(one, mapping, source):
            lost.setdefault(one.row, []).append(one)
    for number, cells in source.rows:
        held = dict(zip(reversed(source.columns), reversed(cells), strict=True))  # of a name that occurs twice the first
        if number in lost and not (mapping.spread and not _says_anything(mapping, held)):
            yield _row((source.file, number), mapping, columns, held, (lost[number], read))


def _is_about(problem: Problem, mapping: RowMapping, source: MarkedTable) -> bool:
    """True where a finding is about this row of the data model, and not about another that its source row makes, too.

    A patient who stands in several rows loses a cell of his own only, and is there whatever becomes of one of his visits.
    """
    mine = dict(mapping.columns)
    if problem.column in source.columns and problem.column != mine.get(ID):
        return problem.column in mine.values()
    return problem.severity == "left_out" and not mapping.repeated


def _says_anything(mapping: RowMapping, held: dict[str, str]) -> bool:
    return any(held[column].strip() for name, column in mapping.columns if name != ID)


def _row(
    place: tuple[str, int],
    mapping: RowMapping,
    columns: Sequence[Variable],
    held: dict[str, str],
    found: tuple[Sequence[Problem], CellReader],
) -> RowToCorrect:
    problems, read = found
    given, constants = dict(mapping.columns), dict(mapping.constants)
    cells = [_plain(one, held[given[one.name]], read) if one.name in given else constants.get(one.name, "") for one in columns]
    where = {given[one.name]: at for at, one in enumerate(columns) if one.name in given}
    first = next((at for at, one in enumerate(columns) if one.name == ID), 0)
    wrong = tuple((where.get(one.column or "", first), one) for one in problems)
    return RowToCorrect(file=place[0], row=place[1], cells=tuple(cells), wrong=wrong)


def _plain(variable: Variable, found: str, read: CellReader) -> str:
    reading = read(variable, found.strip()) if found.strip() and variable.kind != "event" else None
    return (reading.text or "") if reading else found.strip()
