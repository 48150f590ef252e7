"""Columns by which somebody could be known: which they are, what becomes of them, and what is told of that."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from core.domain.catalogue import Catalogue
from core.domain.contacts import contact_in
from core.domain.errors import DataError
from core.domain.identifiers import TREATMENTS, WITHHELD, Flagged, Treatment
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.domain.problems import Problem
from core.domain.variable import AS_DATE
from core.ingest.findings import warning
from core.ingest.identifying_names import named_like
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows
from core.store.identities import ID

BIRTH = "a date of birth"
MOST_ROWS, MOST_CELLS = 2_000, 200_000  # that are looked at for addresses and telephone numbers
MARKED = "the data dictionary marks it as an identifier"
CHOICES = "Say keep, drop, hash (identifiers of patients) or shift (dates) for it under [identifiers] in the mapping."


def flagged_in(source: SourceTable, found: SourceMapping | None, mapping: ImportMapping) -> tuple[Flagged, ...]:
    """The columns of a source by which somebody could be known, and those of which the mapping says what becomes of them.

    `found` is the mapping of this source. Of its rows the first 2,000 are looked at for addresses and telephone numbers.
    """
    variables = _variables(found)
    held = _held(source, {column for column, named in variables.items() if ID in named})
    columns = (one for one in dict.fromkeys(source.columns) if one)
    flags = (_flag(source, mapping, (column, variables.get(column, ())), held.get(column, "")) for column in columns)
    return tuple(one for one in flags if one.why or one.chosen)


def _variables(found: SourceMapping | None) -> dict[str, tuple[str, ...]]:
    """Column -> the variables, or forms of them, that it is mapped to."""
    variables: dict[str, tuple[str, ...]] = {}
    for row in found.rows if found else ():
        for variable, column in row.columns:
            variables[column] = tuple(dict.fromkeys((*variables.get(column, ()), variable)))
    return variables


def _flag(source: SourceTable, mapping: ImportMapping, named: tuple[str, tuple[str, ...]], held: str) -> Flagged:
    column, variables = named
    looks = named_like(column) or named_like(dict(source.labels).get(column, ""))
    why = f"looks like {looks}" if looks else MARKED if column in source.identifiers else f"holds {held}" if held else ""
    said = next((one for name in (*variables, "") if (one := mapping.treatment_of(column, name))), None)
    treatment = said or ("keep" if variables else "drop")
    return Flagged(column=column, why=why, treatment=treatment, variable=", ".join(variables), chosen=said is not None)


def _held(source: SourceTable, passed_over: set[str]) -> dict[str, str]:
    """Column -> the first contact that some cell of it holds."""
    held: dict[str, str] = {}
    most = max(1, min(MOST_ROWS, MOST_CELLS // max(1, len(source.columns))))
    try:
        for _, cells in islice(numbered_rows(source), most):
            for column, cell in zip(source.columns, cells, strict=True):
                if column not in held and column not in passed_over and (what := contact_in(cell)):
                    held[column] = what
    except (DataError, ValueError):  # what cannot be read is for whoever takes the table to say
        return held
    return held


def without_dropped(found: SourceMapping, flags: Sequence[Flagged]) -> SourceMapping:
    """The mapping of a source without the columns that are dropped, and without the rows of which only the patient is left."""
    dropped = {one.column for one in flags if one.treatment == "drop" and one.variable}
    if not dropped:
        return found
    return replace(found, rows=tuple(row for one in found.rows if (row := _row_without(one, dropped))))


def _row_without(row: RowMapping, dropped: set[str]) -> RowMapping | None:
    columns = tuple(pair for pair in row.columns if pair[1] not in dropped)
    left = {variable for variable, _ in columns} - {ID}
    return None if not left and len(columns) < len(row.columns) and row.table != "patient" else replace(row, columns=columns)


def told_of(source: SourceTable, flags: Sequence[Flagged], dates: Collection[str]) -> Iterator[Problem]:
    """What is to be known of the flagged columns of a source; a treatment that a column cannot have blocks.

    `dates`: the variables, and forms of them, that are dates.
    """
    for one in flags:
        told = _told_of_chosen(source, one, dates) if one.chosen else _told(source, one)
        if told:
            yield replace(told, column=one.column)


def _told(source: SourceTable, one: Flagged) -> Problem | None:
    if not one.variable:
        remedy = "Nothing needs to be done. Say drop for it under [identifiers] in the mapping, and it is only noted."
        return warning(source.file, None, None, f"{one.why}: not imported", remedy)
    if one.why == f"looks like {BIRTH}" and one.variable.endswith(AS_DATE):
        rule = f"{one.why}: {one.variable.removesuffix(AS_DATE)} is counted from it, and it is not stored"
        return replace(warning(source.file, None, None, rule, "Nothing needs to be done."), severity="note")
    if one.why.startswith("holds "):  # told cell by cell, if it is stored
        return None
    return warning(source.file, None, None, f"{one.why}: imported as {one.variable}", CHOICES)


def _told_of_chosen(source: SourceTable, one: Flagged, dates: Collection[str]) -> Problem | None:
    if one.treatment == "drop" or (not one.variable and one.treatment != "keep"):
        dropped = warning(source.file, None, None, "not imported, as the mapping says", "Nothing needs to be done.")
        return replace(dropped, severity="note")
    if one.treatment in fitting(one, dates):
        return None
    asked = "identifiers of patients" if one.treatment == "hash" else "dates"
    rule = f"{one.treatment} is for {asked}, and this column is {one.variable}"
    remedy = f"Say one of {', '.join(TREATMENTS)} that fits it under [identifiers] in the mapping."
    return replace(warning(source.file, None, None, rule, remedy), severity="blocks")


def fitting(one: Flagged, dates: Collection[str]) -> list[Treatment]:
    """What can become of a column that is mapped. `dates`: as above."""
    variables = set(one.variable.split(", "))
    of_patients: list[Treatment] = ["hash"] if ID in variables else []
    of_days: list[Treatment] = [] if variables.isdisjoint(dates) else ["shift"]
    return ["keep", "drop", *of_patients, *of_days]


def dates_of(catalogue: Catalogue) -> set[str]:
    """The variables, and forms of them, that are dates."""
    return {form.name for table in catalogue.tables for one in table for form in one.forms if form.kind == "date"}


def without_withheld(source: SourceTable, flags: Sequence[Flagged]) -> tuple[Problem, ...]:
    """What the reader of a source told, without the cells it quotes of columns that are withheld, or may quote."""
    withheld = {one.column for one in flags if one.withheld}
    return tuple(_without(one, source, withheld) for one in source.told) if withheld else source.told


def _without(problem: Problem, source: SourceTable, withheld: set[str]) -> Problem:
    anywhere = problem.column not in source.columns and problem.found not in source.columns
    quotes = problem.column in withheld or anywhere
    return replace(problem, found=WITHHELD) if problem.found is not None and quotes else problem


def shown_cell(withheld: Collection[str], used: Collection[str], column: str, cell: str) -> str:
    """A cell as a report shows it: a word in place of what is withheld, and of contacts in columns that are not used."""
    hidden = column in withheld or (column not in used and contact_in(cell))
    return WITHHELD if hidden and cell.strip() else cell
