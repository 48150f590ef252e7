"""The files of an import read once more, to show its findings at their cells and to give back the rows that were not taken."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.imports import ImportRefusal, ImportResult
from core.domain.mapping import ImportMapping, SourceMapping
from core.domain.marked import Marked, MarkedTable
from core.domain.problems import Problem
from core.ingest.apply import flagged, mapping_of
from core.ingest.bundle import NO_MAPPING, completed
from core.ingest.corrections import to_correct
from core.ingest.files import number_column, read_files
from core.ingest.identifiers import shown_cell, without_dropped
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows
from core.store.leftovers import working_folder

MOST_ROWS = 20_000
MOST_CELLS = 1_000_000


def marked(
    paths: Sequence[Path], catalogue: Catalogue, outcome: ImportResult | ImportRefusal, mapping: ImportMapping = NO_MAPPING
) -> Marked:
    """The sources of an import with its findings, and its rows to put right. Files that cannot be read give none.

    Of a source with more than 20,000 rows or a million cells only the rows with a finding are kept. `mapping` is what a
    refused import was asked to go by; one that gave a result says itself what it went by.
    """
    with working_folder() as folder:
        try:
            sources = read_files(paths, folder, number_column(catalogue))
            whole = outcome.mapping if isinstance(outcome, ImportResult) else completed(catalogue, sources, mapping)
            known = [_marked(source, whole, outcome.findings) for source in sources]
        except DataError:
            return Marked()
    tables = tuple(table for table, _ in known)
    return Marked(tables, to_correct(catalogue, [(table, one) for table, one in known if one], whole))


def _marked(
    source: SourceTable, mapping: ImportMapping, findings: Sequence[Problem]
) -> tuple[MarkedTable, SourceMapping | None]:
    """A source, and its mapping without what is dropped; a word stands for the cells by which somebody could be known."""
    found, flags = mapping_of(mapping, source), flagged(source, mapping)
    used = without_dropped(found, flags) if found else None
    withheld = {one.column for one in flags if one.withheld}
    return _table(source, findings, partial(shown_cell, withheld, used.columns if used else frozenset())), used


def _table(source: SourceTable, findings: Sequence[Problem], shown: Callable[[str, str], str]) -> MarkedTable:
    own = tuple(one for one in findings if one.file == source.file)
    n_rows = sum(1 for _ in numbered_rows(source))
    most = min(MOST_ROWS, MOST_CELLS // max(1, len(source.columns)))
    wanted = {one.row for one in own}
    rows = tuple(
        (number, tuple(shown(column, cell) for column, cell in zip(source.columns, cells, strict=True)))
        for number, cells in numbered_rows(source)
        if n_rows <= most or number in wanted
    )
    return MarkedTable(file=source.file, title=source.title, columns=source.columns, rows=rows, n_rows=n_rows, findings=own)
