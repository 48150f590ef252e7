"""A mapping held against sources: the parts that the store takes, and what of a source is not used."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.identifiers import Flagged
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.domain.problems import Problem
from core.ingest.column_uses import OF_A_COLUMN
from core.ingest.event_rows import one_event_a_row
from core.ingest.findings import warning
from core.ingest.guard import of_all
from core.ingest.identifiers import dates_of, flagged_in, told_of, without_dropped, without_withheld
from core.ingest.redcap_projects import without_own
from core.ingest.source import SourceTable
from core.store.checks import refusal
from core.store.parts import Part

NOT_SEEN = "no table of the data model is seen in it"
SHOWN_COLUMNS = 20


def mapping_of(mapping: ImportMapping, source: SourceTable) -> SourceMapping | None:
    """The mapping that knows a source: all its columns are there; of several the one of the same title, else the largest."""
    fitting = [one for one in mapping.sources if one.rows and one.columns <= set(source.columns)]
    return max(fitting, key=lambda one: (one.title == source.title, len(one.columns)), default=None)


def parts_of(
    catalogue: Catalogue, sources: Sequence[SourceTable], mapping: ImportMapping, folder: Path
) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """What the store takes of the sources, and what is to be known of them; what lacks a required column blocks.

    Events that share a cell are taken apart, into the folder. Raises DataError where no source is a table of the data model.
    """
    parts: list[Part] = []
    problems: list[Problem] = []
    dates = dates_of(catalogue)
    for source in sources:
        found = mapping_of(mapping, source)
        flags = flagged_in(source, found, mapping)
        problems += without_withheld(source, flags)
        problems += (
            (*told_of(source, flags, dates), *_unused(source, found, flags)) if found else [_not_seen(catalogue, source)]
        )
        for row in without_dropped(found, flags).rows if found else ():
            problems += _lacking(catalogue, source, row)
            events = row.table == "adverse_event" and "term" in dict(row.columns)
            one = one_event_a_row(source, row, folder) if events else source
            problems += one.told[len(source.told) :]
            parts.append(_part(one, row))
    if not parts:  # the reason is said before how the files were read
        raise refusal([replace(one, severity="blocks") for one in sorted(problems, key=lambda one: one.rule != NOT_SEEN)])
    return tuple(parts), (*of_all(catalogue, sources, mapping), *problems)


def _part(source: SourceTable, row: RowMapping) -> Part:
    return Part(
        table=row.table,
        file=source.file,
        path=source.path,
        header=source.columns,
        numbered=source.numbered,
        columns=row.columns,
        constants=row.constants,
        spread=row.spread,
        repeated=row.repeated,
    )


def _not_seen(catalogue: Catalogue, source: SourceTable) -> Problem:
    """A source of which nothing can be made; one that is named as a table was meant to be one, and blocks."""
    remedy = "It needs a column of patients (patient_id, 患者ID) and columns that are known, their names in the first row."
    told = warning(source.file, None, None, NOT_SEEN, remedy)
    meant = source.title.strip().lower() in {table.name for table in catalogue.tables}
    return replace(told, severity="blocks") if meant else told


def flagged(source: SourceTable, mapping: ImportMapping) -> tuple[Flagged, ...]:
    """The columns of a source by which somebody could be known, and those of which the mapping says what becomes of them."""
    return flagged_in(source, mapping_of(mapping, source), mapping)


def _unused(source: SourceTable, found: SourceMapping, flags: Sequence[Flagged]) -> list[Problem]:
    """The columns of a source that nothing is made of, in one finding; those without a name or of the same one.

    Of the flagged ones that are withheld more is told elsewhere.
    """
    told_already = {one.column for one in flags if one.withheld}
    named = without_own(source, source.columns)[0]
    twice = sorted({name for name in named if name and named.count(name) > 1})
    nameless = [at for at, name in enumerate(source.columns, start=1) if not name]
    told = [_header(source, name, "this column occurs twice", "The first was taken. Rename or remove one.") for name in twice]
    told += [_header(source, None, f"column {at} has no name and was not imported", "Name it.") for at in nameless[:1]]
    left = [column for column in source.columns if column and column not in found.columns | told_already]
    unused, own = without_own(source, left)
    told += own
    if not unused:
        return told
    listed = ", ".join(unused[:SHOWN_COLUMNS]) + (
        f" and {len(unused) - SHOWN_COLUMNS:,} more" if unused[SHOWN_COLUMNS:] else ""
    )
    rule = f"not imported, for they are no columns of the data model: {listed}"
    return [*told, warning(source.file, None, None, rule, "Map or rename those that hold one of the known variables.")]


def _header(source: SourceTable, column: str | None, rule: str, remedy: str) -> Problem:
    return replace(warning(source.file, 1, None, rule, remedy), column=column)


def _or_always(variable: str) -> str:
    """What else can be done where a column itself may be about one month or test."""
    if variable not in OF_A_COLUMN:
        return ""
    return f", or say it of each column ({variable.capitalize()} on the page, always = {{{variable} = ...}} in a mapping)"


def _lacking(catalogue: Catalogue, source: SourceTable, row: RowMapping) -> list[Problem]:
    """Required variables that a row would lack."""
    held = {variable for variable, _ in (*row.columns, *row.constants)}
    return [
        Problem(
            file=source.file,
            row=None,
            column=one.name,
            found=None,
            rule="this column is required",
            remedy=f"Add or map a column for it{_or_always(one.name)}: {one.definition}",
        )
        for one in catalogue.table(row.table)
        if one.required and not held & {form.name for form in one.forms}
    ]
