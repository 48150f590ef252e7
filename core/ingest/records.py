"""Files of records: one table, named columns, no line of a header that people see."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.ingest.as_text import text_of
from core.ingest.findings import refused
from core.ingest.source import SourceTable, write_numbered

LONGEST_NAME = 150  # bytes of a file's name


def records_table(path: Path, folder: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> SourceTable:
    """The one table of a file, written into the folder; record n is row n. Raises DataError where it has no columns."""
    if not columns:
        raise refused(path.name, "a table without columns", "Choose the file that holds the patients' data.")
    plain = folder / f"{path.name.encode()[:LONGEST_NAME].decode(errors='ignore')}.csv"
    names = tuple(text_of(name) for name in columns)
    write_numbered(plain, names, enumerate(rows, start=1))
    return SourceTable(file=path.name, title=path.stem, path=plain, columns=names, numbered=True)
