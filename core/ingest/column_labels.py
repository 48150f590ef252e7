"""Columns that are known by the label their file gives them, where their own name says nothing: q7, "Age at start"."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.domain.catalogue import Catalogue
from core.domain.mapping import RowMapping
from core.ingest.column_names import at_visit, lab_column, variable_called
from core.ingest.source import Pairs, SourceTable
from core.store.identities import ID


def meaning(catalogue: Catalogue, name: str) -> tuple[str, ...] | None:
    """What a name says: a variable or a form of it, a score or a test of some visit; None where it says nothing."""
    forms = [form for table in catalogue.tables for variable in table for form in variable.forms]
    if found := variable_called(name, forms):
        return (found.name,)
    at = at_visit(name)
    stem, month = (at.stem, at.month) if at else (name, "")
    if test := lab_column(catalogue, stem, name):
        return test.test, month
    visit = catalogue.table("visit")
    score = variable_called(stem, [visit.variable(one) for one in visit.measured]) if at and stem else None
    return (score.name, month) if score else None


def under_labels(catalogue: Catalogue, source: SourceTable) -> tuple[SourceTable, dict[str, str]]:
    """The source with such columns under their labels, and which column each of these labels is of.

    A label that several columns have is none, and neither is one that means what another column means already. The name of a
    column without that of its group is one where it is a score or a test, or its group is that of the patients: the start of
    "previous treatment" is another start.
    """
    if not source.labels:
        return source, {}
    columns = {column: meaning(catalogue, column) for column in source.columns}
    labels = {label: meaning(catalogue, label) for _, label in source.labels}
    said, uses = set(columns.values()), Counter(label for _, label in source.labels)
    patients = next((_group(one, label) for one, label in source.labels if labels[label] == (ID,)), "")
    called: dict[str, str] = {}
    for column, label in source.labels:
        if uses[label] == 1 and label not in columns and columns[column] is None:
            meant, group = labels[label], _group(column, label)
            if meant and meant not in said and (group in ("", patients) or len(meant) > 1):
                said.add(meant)
                called[column] = label
    names = tuple(called.get(column, column) for column in source.columns)
    forms = tuple((called.get(column, column), form) for column, form in source.forms)
    return replace(source, columns=names, forms=forms), {label: column for column, label in called.items()}


def number_places(columns: Sequence[str], labels: Pairs, is_number: Callable[[str], bool]) -> set[int]:
    """Which of the columns, by their name or by their label, hold numbers."""
    own = dict(labels)
    return {at for at, name in enumerate(columns) if is_number(name) or is_number(own.get(name, ""))}


def _group(column: str, label: str) -> str:
    """The name of the group that stands before that of the column; empty where there is none."""
    return column.removesuffix(f"_{label}") if column.endswith(f"_{label}") else ""


def under_names(row: RowMapping, columns: dict[str, str]) -> RowMapping:
    """The row with columns by their own names again."""
    return replace(row, columns=tuple((variable, columns.get(column, column)) for variable, column in row.columns))
