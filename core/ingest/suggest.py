"""A mapping suggested from the names of columns: what a source is a table of, and which column holds what.

A source is one of events where it has a column of terms, of laboratory values where it has tests and values, of visits where
it has a month (or a day or week) and a score or test beside it, else of patients, with scores and tests of their visits beside
each other. An export of a REDCap project with events or repeating forms is all of these, each in the rows in which it stands.
A time is one in months or a day by what its column holds. What is not recognised is left for the reader to map, never guessed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.domain.catalogue import Catalogue
from core.domain.mapping import ImportMapping, RowMapping, SourceMapping
from core.domain.variable import Table
from core.ingest.column_labels import under_labels, under_names
from core.ingest.column_names import LabColumn, at_visit, keys_of, lab_column, name_key, variable_called
from core.ingest.day_columns import with_days
from core.ingest.redcap_projects import Project, is_project, project_of
from core.ingest.source import SourceTable
from core.store.identities import ID

Named = dict[str, str]  # variable, or a form of it -> column


def suggested(catalogue: Catalogue, sources: Sequence[SourceTable]) -> ImportMapping:
    """The mapping of all sources; one of which nothing can be made has no rows in it."""
    return ImportMapping(sources=tuple(SourceMapping(title=one.title, rows=tuple(_rows(catalogue, one))) for one in sources))


def around_patients(catalogue: Catalogue, source: SourceTable, patients: str) -> SourceMapping:
    """What is suggested for a source where somebody says which column holds its patients."""
    return SourceMapping(title=source.title, rows=tuple(_rows(catalogue, source, patients)))


def _rows(catalogue: Catalogue, source: SourceTable, patients: str = "") -> Iterator[RowMapping]:
    """What is made of a source, its columns known by their names or else their labels, a time that holds days as such."""
    labelled, names = under_labels(catalogue, source)
    called = {column: label for label, column in names.items()}
    rows = [under_names(row, names) for row in _made_of(catalogue, labelled, called.get(patients, patients))]
    return with_days(catalogue, source, rows)


def _made_of(catalogue: Catalogue, source: SourceTable, patients: str) -> Iterator[RowMapping]:
    columns = source.columns
    if is_project(columns):
        known = named(catalogue.table("patient"), columns).get(ID)
        yield from _of_project(catalogue, project_of(source, known))
        return
    called = next((table for table in catalogue.tables if table.name == source.title.strip().lower()), None)
    others = [column for column in columns if column != patients]
    said = {ID: patients} if patients else {}
    patient, visit, event, lab = (
        named(catalogue.table(name), others) | said for name in ("patient", "visit", "adverse_event", "lab")
    )
    if ID not in patient:
        return
    if called:
        yield _row(called.name, named(called, others) | said)
    elif "term" in event and len(event) > len({ID, "term"}):
        yield _row("adverse_event", event)
    elif "test" in lab and "value" in lab:
        yield _row("lab", lab)
    elif (when := _when(catalogue.table("visit"), visit)) and (measured := _measured(catalogue, visit, columns)):
        yield from _long(patient, when, measured)
        return
    else:
        yield _row("patient", patient)
        yield from [RowMapping(table="adverse_event", columns=tuple(event.items()), spread=True)] if "term" in event else []
    if not called or called.name == "patient":
        yield from _beside_each_other(catalogue, patient[ID], columns)


def _of_project(catalogue: Catalogue, project: Project) -> Iterator[RowMapping]:
    """Patients put together over their rows, then what stands on the forms of each event, and on each that repeats."""
    if not project.record:
        return
    patient = _of_record(catalogue.table("patient"), project, project.once)
    rest = [one for one in project.once if one not in patient.values()]
    rows = [row for form in (rest, *project.repeating) for row in _of_form(catalogue, project, form)]
    if not any(row.table == "visit" for row in rows):
        rows += _beside_each_other(catalogue, project.record, rest)
    if len(patient) > 1 or not rows:
        yield RowMapping(table="patient", columns=tuple(patient.items()), repeated=True)
    yield from rows


def _of_record(table: Table, project: Project, columns: Sequence[str]) -> Named:
    return {ID: project.record} | {name: column for name, column in named(table, columns).items() if name != ID}


def _of_form(catalogue: Catalogue, project: Project, columns: Sequence[str]) -> Iterator[RowMapping]:
    """What stands on a form: scores and tests of a visit, events, laboratory values; no row is made where nothing stands."""
    event = [project.event] if project.event else []
    visit = _of_record(catalogue.table("visit"), project, [*event, *columns])
    if (when := _when(catalogue.table("visit"), visit)) and (measured := _measured(catalogue, visit, columns)):
        for row in _long({ID: project.record}, when, measured):
            yield replace(row, spread=True)
            columns = [one for one in columns if one not in dict(row.columns).values()]
    adverse = _of_record(catalogue.table("adverse_event"), project, columns)
    if "term" in adverse:
        yield replace(_row("adverse_event", adverse), spread=True)
        columns = [one for one in columns if one not in adverse.values()]
    lab = _of_record(catalogue.table("lab"), project, [*event, *columns])
    if {"test", "value"} <= set(lab) and _when(catalogue.table("lab"), lab):
        yield replace(_row("lab", lab), spread=True)


def _row(table: str, columns: Named) -> RowMapping:
    return RowMapping(table=table, columns=tuple(columns.items()))


def named(table: Table, columns: Iterable[str]) -> Named:
    """The variables of a table, or their other forms, that columns are named as; of several the one of the earlier name."""
    listed = list(columns)
    by_key: dict[str, str] = {}
    for column in listed:
        for key in keys_of(column):
            by_key.setdefault(key, column)
    found: Named = {}
    for one in (*table, *(form for variable in table for form in variable.other_forms)):
        keys = (name_key(name) for name in (one.name, one.label, *one.also))
        called = next((by_key[key] for key in keys if key in by_key), None)
        if called is not None and called not in found.values():
            found[one.name] = called
    return dict(sorted(found.items(), key=lambda pair: listed.index(pair[1])))


def _when(table: Table, visit: Named) -> Named:
    """The column, or columns, that say when a visit was; empty where none does."""
    month = table.variable("month")
    return {form.name: visit[form.name] for form in month.forms if form.name in visit}


def _measured(catalogue: Catalogue, visit: Named, columns: Sequence[str]) -> list[Named | LabColumn]:
    """The scores of a table of visits in one piece, and each laboratory test that has a column in it."""
    scores = {name: column for name, column in visit.items() if name in catalogue.table("visit").measured}
    tests = [test for column in columns if column not in visit.values() and (test := lab_column(catalogue, column, column))]
    return [*([scores] if scores else []), *tests]


def _long(patient: Named, when: Named, measured: list[Named | LabColumn]) -> Iterator[RowMapping]:
    """One row a visit: the scores make a visit, a test a laboratory value, and what is said of the patient is put together."""
    if len(patient) > 1:
        yield RowMapping(table="patient", columns=tuple(patient.items()), repeated=True)
    start = {ID: patient[ID]} | when
    for one in measured:
        if isinstance(one, LabColumn):
            yield _lab_row(one, start, {})
        else:
            yield _row("visit", start | one)


def _beside_each_other(catalogue: Catalogue, patient: str, columns: Sequence[str]) -> Iterator[RowMapping]:
    """The visits that stand beside each other in one row: a visit a month, and a laboratory value a test and month."""
    visits: dict[str, Named] = {}
    tests: list[RowMapping] = []
    table = catalogue.table("visit")
    scores = [table.variable(name) for name in table.measured]
    for column in columns:
        at = at_visit(column)
        score = variable_called(at.stem, scores) if at and at.stem else None
        if at and score:
            visits.setdefault(at.month, {}).setdefault(score.name, column)
        elif at and (test := lab_column(catalogue, at.stem, column)):
            tests.append(_lab_row(test, {ID: patient}, {"month": at.month}))
    for month, found in visits.items():
        pairs = tuple(({ID: patient} | found).items())
        yield RowMapping(table="visit", columns=pairs, constants=(("month", month),), spread=True)
    yield from tests


def _lab_row(test: LabColumn, start: Named, more: Named) -> RowMapping:
    constants = {"test": test.test} | ({"unit": test.unit} if test.unit else {}) | more
    columns = start | {"value": test.column}
    return RowMapping(table="lab", columns=tuple(columns.items()), constants=tuple(constants.items()), spread=True)
