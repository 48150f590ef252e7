"""A mapping as one line a column, and back: visits beside each other are one row a month, laboratory tests one row a column.

What is said of a patient goes into one row, put together where the visits of the source stand below each other. The column of
patients and the one that says when a visit was belong to every row that is made of the source. In an export of a REDCap project
the rows of the source are of several tables, so that none is made where nothing stands, and laboratory values have its event.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.domain.catalogue import Catalogue
from core.domain.column_uses import ColumnUse
from core.domain.mapping import Pairs, RowMapping, SourceMapping
from core.domain.variable import AS_EVENT
from core.ingest.redcap_projects import is_project
from core.store.identities import ID

OF_A_COLUMN = ("month", "test", "unit")  # what every row has because the column is about it
Uses = Sequence[ColumnUse]


def uses_of(columns: Sequence[str], mapping: SourceMapping | None) -> tuple[ColumnUse, ...]:
    """What each column is taken as, in their order; of a name that occurs twice the first."""
    found: dict[str, ColumnUse] = {}
    for row in mapping.rows if mapping else ():
        always = {name: text for name, text in row.constants if name in OF_A_COLUMN}
        for variable, column in row.columns:
            table = "patient" if variable == ID else row.table
            own = always if variable != ID else {}
            found.setdefault(column, ColumnUse(column=column, table=table, variable=variable, **own))
    return tuple(found.get(column, ColumnUse(column=column)) for column in dict.fromkeys(columns) if column)


def source_mapping(catalogue: Catalogue, before: SourceMapping, uses: Uses) -> SourceMapping:
    """The mapping that the uses say; what every row has besides (a site) is as it was before.

    Raises ValueError, in words, where a variable is taken from two columns or no column holds the patients.
    """
    taken = [use for use in uses if use.table]
    _check(catalogue, taken)
    rows = list(_rows(catalogue, taken))
    if is_project([use.column for use in uses]):
        rows = _of_project(rows)
    return SourceMapping(title=before.title, rows=tuple(_with_constants(row, before) for row in rows))


def is_whole(catalogue: Catalogue, columns: Sequence[str], mapping: SourceMapping) -> bool:
    """True where one line a column says all of a mapping, so that it can be changed there and loses nothing."""
    try:
        again = source_mapping(catalogue, mapping, uses_of(columns, mapping))
    except ValueError:
        return False
    return {_plain(row) for row in again.rows} == {_plain(row) for row in mapping.rows}


def _plain(row: RowMapping) -> tuple[object, ...]:
    return row.table, frozenset(row.columns), frozenset(row.constants), row.spread, row.repeated


def _check(catalogue: Catalogue, uses: Uses) -> None:
    if not uses:
        return
    if ID not in {use.variable for use in uses}:
        raise ValueError(f"No column is taken as the {catalogue.table('patient').variable(ID).label.lower()}. Choose one.")
    seen: dict[tuple[str, ...], str] = {}
    for use in uses:
        test = use.test if use.table == "lab" else ""
        place = (use.table, use.variable, use.month if test or use.table == "visit" else "", test)
        if place in seen:
            raise ValueError(f"{seen[place]} and {use.column} are taken as the same. Choose one, or give each its own month.")
        seen[place] = use.column


def _rows(catalogue: Catalogue, uses: Uses) -> Iterator[RowMapping]:
    """The rows of every table, those of patients first."""
    patient = next((use.column for use in uses if use.variable == ID), "")
    start = {ID: patient} if patient else {}
    of = {table.name: [use for use in uses if use.table == table.name and use.variable != ID] for table in catalogue.tables}
    when = _when(catalogue, of["visit"])
    scores = [use for use in of["visit"] if use.column not in when.values()]
    alone = not any(of[name] for name in of if name != "patient")
    beside = any(use.month for use in (*scores, *of["lab"]))
    if start and (of["patient"] or alone or beside):
        columns = start | {use.variable: use.column for use in of["patient"]}
        yield RowMapping(table="patient", columns=tuple(columns.items()), repeated=bool(when))
    yield from _events(start, of["adverse_event"], beside_patients=bool(of["patient"]) or beside)
    yield from _visits(start | when, scores)
    yield from _labs(start, when, of["lab"])


def _of_project(rows: Sequence[RowMapping]) -> list[RowMapping]:
    """The rows of a project's export: patients put together, all others only where something stands."""
    events = [pair for row in rows for pair in row.columns if pair[0].endswith(AS_EVENT)]
    made = []
    for row in rows:
        undated = row.table == "lab" and "month" not in dict(row.constants)
        columns = tuple(dict.fromkeys((*row.columns, *(events if undated else []))))
        patient = row.table == "patient"
        made.append(replace(row, columns=columns, spread=not patient, repeated=patient))
    return made


def _when(catalogue: Catalogue, uses: Uses) -> dict[str, str]:
    forms = [form.name for form in catalogue.table("visit").variable("month").forms]
    return {use.variable: use.column for use in uses if use.variable in forms}


def _events(start: Mapping[str, str], uses: Uses, *, beside_patients: bool) -> Iterator[RowMapping]:
    if uses:
        columns = {**start, **{use.variable: use.column for use in uses}}
        yield RowMapping(table="adverse_event", columns=tuple(columns.items()), spread=beside_patients)


def _visits(start: Mapping[str, str], uses: Uses) -> Iterator[RowMapping]:
    """One row where a column says when it was, else one for each month that the columns are of."""
    for month in dict.fromkeys(use.month for use in uses):
        columns = {**start, **{use.variable: use.column for use in uses if use.month == month}}
        always: Pairs = (("month", month),) if month else ()
        yield RowMapping(table="visit", columns=tuple(columns.items()), constants=always, spread=bool(month))


def _labs(start: Mapping[str, str], when: Mapping[str, str], uses: Uses) -> Iterator[RowMapping]:
    """Values with a column of tests beside them as they stand; a test with a column of its own is one row each."""
    listed = {use.variable: use.column for use in uses if not use.test}
    if listed:
        yield RowMapping(table="lab", columns=tuple({**start, **listed}.items()))
    for use in uses:
        if use.test:
            columns = {**start, **({} if use.month else when), use.variable: use.column}
            always = {name: text for name in ("test", "unit", "month") if (text := getattr(use, name))}
            yield RowMapping(table="lab", columns=tuple(columns.items()), constants=tuple(always.items()), spread=True)


def _with_constants(row: RowMapping, before: SourceMapping) -> RowMapping:
    held = {name for name, _ in (*row.columns, *row.constants)}
    old = next((one for one in before.rows if one.table == row.table), None)
    more = tuple(pair for pair in old.constants if pair[0] not in {*OF_A_COLUMN, *held}) if old else ()
    return replace(row, constants=(*row.constants, *more))
