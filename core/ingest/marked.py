"""The files of an import read once more, to show its findings at their cells and to give back the rows that were not taken."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.imports import ImportRefusal, ImportResult
from core.domain.mapping import ImportMapping
from core.domain.marked import Marked, MarkedTable
from core.domain.problems import Problem
from core.ingest.apply import mapping_of
from core.ingest.bundle import NO_MAPPING, completed
from core.ingest.corrections import to_correct
from core.ingest.files import number_column, read_files
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows

MOST_ROWS = 20_000
MOST_CELLS = 1_000_000


def marked(
    paths: Sequence[Path], catalogue: Catalogue, outcome: ImportResult | ImportRefusal, mapping: ImportMapping = NO_MAPPING
) -> Marked:
    """The sources of an import with its findings, and its rows to put right. Files that cannot be read give none.

    Of a source with more than 20,000 rows or a million cells only the rows with a finding are kept. `mapping` is what a
    refused import was asked to go by; one that gave a result says itself what it went by.
    """
    with tempfile.TemporaryDirectory() as made:
        try:
            sources = read_files(paths, Path(made), number_column(catalogue))
            tables = [_table(source, outcome.findings) for source in sources]
        except DataError:
            return Marked()
        whole = outcome.mapping if isinstance(outcome, ImportResult) else completed(catalogue, sources, mapping)
        known = [(table, mapping_of(whole, source)) for table, source in zip(tables, sources, strict=True)]
    return Marked(tuple(tables), to_correct(catalogue, [(table, one) for table, one in known if one], whole))


def _table(source: SourceTable, findings: Sequence[Problem]) -> MarkedTable:
    own = tuple(one for one in findings if one.file == source.file)
    n_rows = sum(1 for _ in numbered_rows(source))
    most = min(MOST_ROWS, MOST_CELLS // max(1, len(source.columns)))
    wanted = {one.row for one in own}
    rows = tuple(row for row in numbered_rows(source) if n_rows <= most or row[0] in wanted)
    return MarkedTable(file=source.file, title=source.title, columns=source.columns, rows=rows, n_rows=n_rows, findings=own)
