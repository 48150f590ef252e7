"""Files of statistics programs: SAS (.xpt, .sas7bdat), SPSS (.sav, .zsav, .por) and Stata (.dta).

They have no header line: record n is row n.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyreadstat

from core.domain.problems import Problem
from core.ingest.as_text import text_of
from core.ingest.damage import refusing
from core.ingest.findings import refused, warning
from core.ingest.records import records_table
from core.ingest.source import SourceTable
from core.ingest.undeclared import BYTES, encoding_of, is_undeclared

BATCH_CELLS = 2_000_000
READERS: Mapping[str, Callable[..., Any]] = {
    ".xpt": pyreadstat.read_xport,
    ".sas7bdat": pyreadstat.read_sas7bdat,
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    ".por": pyreadstat.read_por,
    ".dta": pyreadstat.read_dta,
}
MEMBER = b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"  # begins each table of a SAS transport file of version 5
MEMBER_8 = b"HEADER RECORD*******MEMBV8  HEADER RECORD!!!!!!!"
Labels = Mapping[str, Mapping[Any, str]]
Text = Callable[[str], str]


def read(path: Path, folder: Path) -> tuple[SourceTable, ...]:
    """The table of a file, codes that have a label written as their label. Raises DataError.

    What SPSS calls user-missing and the lettered missing values of SAS and Stata are empty.
    """
    with refusing(path, f"a {path.suffix.lower()} file"):
        _refuse_several(path)
        options = {"encoding": BYTES} if is_undeclared(path) else {}
        _, about = _batch(path, metadataonly=True, **options)
        encoding = encoding_of(path, _texts_of(path, about)) if options else None
        text = encoding.text if encoding else str
        labels, alike = _labels(about, text)
        rows = _rows(path, about.column_names, [labels.get(name, {}) for name in about.column_names], text, options)
        table = records_table(path, folder, [text(name) for name in about.column_names], rows)
        told = (*(encoding.told(path) if encoding else ()), *_labelled(path, labels, text), *_unlabelled(path, alike, text))
        said = ((text(name), _cut(text, label)) for name, label in about.column_names_to_labels.items() if label)
        return (replace(table, told=told, labels=tuple((name, label) for name, label in said if label)),)


def _batch(path: Path, **options: Any) -> tuple[dict[str, list[Any]], Any]:
    values, about = READERS[path.suffix.lower()](str(path), output_format="dict", **options)
    return values, about


def _batches(path: Path, columns: Sequence[str], options: Mapping[str, Any]) -> Iterator[list[list[Any]]]:
    """The values of each column, some records at a time."""
    size, start, n = max(BATCH_CELLS // max(len(columns), 1), 1), 0, 0
    while columns and n == start:
        values, _ = _batch(path, row_offset=start, row_limit=size, **options)
        yield [values[name] for name in columns]
        n, start = n + len(values[columns[0]]), start + size


def _texts_of(path: Path, about: Any) -> Iterator[str]:
    """Every text of a file by which its encoding is told: names, labels of codes and values."""
    yield from about.column_names
    for labels in about.variable_value_labels.values():
        yield from labels.values()
    for batch in _batches(path, about.column_names, {"encoding": BYTES}):
        for values in batch:
            yield from {value for value in values if isinstance(value, str)}


def _cut(text: Text, label: str) -> str:
    """A label, which SAS and old Stata cut after so many bytes, and so within a letter; empty where it cannot be read."""
    for left in range(len(label), max(len(label) - 4, 0), -1):
        with suppress(UnicodeDecodeError):
            return text_of(text(label[:left]))
    return ""


def _rows(
    path: Path, columns: Sequence[str], labels: Sequence[Mapping[Any, str]], text: Text, options: Mapping[str, Any]
) -> Iterator[list[str]]:
    for batch in _batches(path, columns, options):
        texts = [_texts(values, of, text) for values, of in zip(batch, labels, strict=True)]
        for cells in zip(*texts, strict=True):
            yield list(cells)


def _texts(values: Any, labels: Mapping[Any, str], text: Text) -> list[str]:
    return [labels.get(value) or text_of(text(value) if isinstance(value, str) else value) for value in values]


def _labels(about: Any, text: Text) -> tuple[Labels, tuple[str, ...]]:
    """The labels of each column that can stand for its codes, and the columns in which two codes have the same one."""
    given = {
        name: {code: text_of(text(label)) for code, label in labels.items() if text_of(label)}
        for name, labels in about.variable_value_labels.items()
    }
    alike = tuple(name for name, labels in given.items() if len(set(labels.values())) < len(labels))
    return {name: labels for name, labels in given.items() if labels and name not in alike}, alike


def _labelled(path: Path, labels: Labels, text: Text) -> Iterator[Problem]:
    if labels:
        rule = f"codes are written as their labels, in {len(labels):,} columns"
        remedy = "Columns of a variable with levels are mapped by these labels."
        found = ", ".join(map(text, labels))
        yield Problem(file=path.name, row=None, column=None, found=found, rule=rule, remedy=remedy, severity="note")


def _unlabelled(path: Path, alike: Sequence[str], text: Text) -> Iterator[Problem]:
    for name in alike:
        rule = "two codes have the same label, so that the codes were kept"
        yield replace(warning(path.name, None, None, rule, "Give each code a label of its own."), column=text(name))


def _refuse_several(path: Path) -> None:
    """A SAS transport file may hold several tables; its reader takes the second for records of the first."""
    if path.suffix.lower() == ".xpt":
        with path.open("rb") as content:
            n = sum(record.startswith((MEMBER, MEMBER_8)) for record in iter(lambda: content.read(80), b""))
        if n > 1:
            raise refused(path.name, f"{n} tables in one file", "Export each table to a file of its own.")
