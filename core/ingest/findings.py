"""What every reader of files says of them in the same words."""

import re

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.problems import Problem
from core.store.checks import refusal

_BREAKS = re.compile(r"[\r\n]+")


def table_called(catalogue: Catalogue, name: str) -> str | None:
    """The table that a file or a sheet of that name holds, whatever its case."""
    wanted = name.strip().lower()
    return next((table.name for table in catalogue.tables if table.name == wanted), None)


def no_table(catalogue: Catalogue, file: str, kind: str, *, found: str | None = None) -> Problem:
    """The warning that a file or a sheet was left out."""
    names = ", ".join(table.name for table in catalogue.tables)
    remedy = f"It was not imported. A {kind} of a table is named as it: {names}."
    return warning(file, None, found, f"this {kind} is no table of the data model", remedy)


def warning(file: str, row: int | None, found: str | None, rule: str, remedy: str) -> Problem:
    """Something to be known of a file that does not keep it from being published."""
    return Problem(file=file, row=row, column=None, found=found, rule=rule, remedy=remedy, severity="warning")


def refused(file: str, rule: str, remedy: str, row: int | None = None) -> DataError:
    """The one reason why a file cannot be published."""
    return refusal([Problem(file=file, row=row, column=None, found=None, rule=rule, remedy=remedy)])


def in_one_line(cell: str) -> str:
    """The text of a cell with a space for line breaks."""
    return _BREAKS.sub(" ", cell) if "\n" in cell or "\r" in cell else cell
