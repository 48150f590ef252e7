"""Files of statistics programs: SAS (.xpt, .sas7bdat), SPSS (.sav, .zsav, .por) and Stata (.dta).

They have no header line: record n is row n.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyreadstat

from core.domain.problems import Problem
from core.ingest.as_text import text_of
from core.ingest.damage import refusing
from core.ingest.findings import refused
from core.ingest.records import records_table
from core.ingest.source import SourceTable

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


def read(path: Path, folder: Path) -> tuple[SourceTable, ...]:
    """The table of a file, codes that have a label written as their label. Raises DataError.

    What SPSS calls user-missing and the lettered missing values of SAS and Stata are empty.
    """
    with refusing(path, f"a {path.suffix.lower()} file"):
        _refuse_several(path)
        _, about = _batch(path, metadataonly=True)
        columns = tuple(about.column_names)
        labels = _labels(about)
        table = records_table(path, folder, columns, _rows(path, columns, labels))
        return (replace(table, told=(*_labelled(path, labels), *_unlabelled(path, about, labels))),)


def _batch(path: Path, **options: Any) -> tuple[dict[str, list[Any]], Any]:
    values, about = READERS[path.suffix.lower()](str(path), output_format="dict", **options)
    return values, about


def _rows(path: Path, columns: tuple[str, ...], labels: Labels) -> Iterator[list[str]]:
    size, start = max(BATCH_CELLS // max(len(columns), 1), 1), 0
    while columns:
        values, _ = _batch(path, row_offset=start, row_limit=size)
        texts = [_texts(values[name], labels.get(name, {})) for name in columns]
        for cells in zip(*texts, strict=True):
            yield list(cells)
        if len(texts[0]) < size:
            return
        start += size


def _texts(values: Any, labels: Mapping[Any, str]) -> list[str]:
    if not labels:
        return [text_of(value) for value in values]
    return [labels.get(value) or text_of(value) for value in values]


def _labels(about: Any) -> Labels:
    """The labels of each column that can stand for its codes: not empty, and no two codes alike."""
    given = {name: {code: text_of(label) for code, label in of.items()} for name, of in about.variable_value_labels.items()}
    return {name: {k: v for k, v in of.items() if v} for name, of in given.items() if of and _are_different(of)}


def _are_different(labels: Mapping[Any, str]) -> bool:
    named = [label for label in labels.values() if label]
    return len(set(named)) == len(named)


def _labelled(path: Path, labels: Labels) -> Iterator[Problem]:
    if labels:
        rule = f"codes are written as their labels, in {len(labels):,} columns"
        remedy = "Columns of a variable with levels are mapped by these labels."
        yield Problem(file=path.name, row=None, column=None, found=", ".join(labels), rule=rule, remedy=remedy, severity="note")


def _unlabelled(path: Path, about: Any, labels: Labels) -> Iterator[Problem]:
    for name in about.variable_value_labels:
        if name not in labels and about.variable_value_labels[name]:
            rule = "two codes have the same label, so that the codes were kept"
            yield Problem(
                file=path.name,
                row=None,
                column=name,
                found=None,
                rule=rule,
                remedy="Give each code a label of its own.",
                severity="warning",
            )


def _refuse_several(path: Path) -> None:
    """A SAS transport file may hold several tables; its reader takes the second for records of the first."""
    if path.suffix.lower() == ".xpt":
        with path.open("rb") as content:
            n = sum(record.startswith((MEMBER, MEMBER_8)) for record in iter(lambda: content.read(80), b""))
        if n > 1:
            raise refused(path.name, f"{n} tables in one file", "Export each table to a file of its own.")
