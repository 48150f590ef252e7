"""One patient's record, put together for reading."""

from collections import defaultdict

from core.analysis.provenance import provenance
from core.catalogue.lookup import variable
from core.domain.centres import SITE
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.patient import PatientEvent, PatientResult, PatientTest
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.distributions import patients_in_view
from core.store.patient_rows import is_in_view, patient_row, pseudonym_like, rows_of

Cell = str | float | bool | None
STOPPED, REASON = "stop_month", "stop_reason"
SHOWN_APART = ("patient_id", "term", "grade", "onset_month", "end_month")


def patient_record(store: CohortStore, cohort: CohortFilter, patient_id: str) -> PatientResult:
    """The record of a patient of this pseudonym, whatever its case, in view or not. Raises RequestError where there is none."""
    catalogue = store.catalogue
    baseline = [variable(catalogue, name) for name in catalogue.baseline_variables]
    names = list(dict.fromkeys([*catalogue.baseline_variables, STOPPED, REASON, SITE]))
    found = patient_row(store, patient_id, names)
    if found is None and (alike := pseudonym_like(store, patient_id)) not in (None, patient_id):
        return patient_record(store, cohort, alike)
    if found is None:
        raise RequestError(f"There is no patient {patient_id[:60]!r} in these data. Choose one of the list.")
    number, followed, *rest = found
    cells = dict(zip(names, rest, strict=True))
    reason, site = cells[REASON], str(cells[SITE] or "")
    return PatientResult(
        patient_id=patient_id,
        provenance=provenance(store, patients_in_view(store, cohort)),
        in_view=is_in_view(store, cohort, patient_id),
        facts=tuple((one.label, _shown(one, cell)) for one in baseline if (cell := cells[one.name]) is not None),
        courses=_courses(store, number),
        highest=catalogue.measure(catalogue.main_measure).high,
        events=_events(store, number),
        tests=_tests(store, number),
        followed=followed,
        stopped=cells[STOPPED],
        stop_reason=str(_shown(variable(catalogue, REASON), reason)) if reason else "",
        not_given=tuple(one.name for one in catalogue.tables if not store.version.has(one.name, site)),
    )


def _shown(chosen: Variable, cell: Cell) -> str | float:
    if isinstance(cell, bool):
        return chosen.label_of(str(int(cell)))
    if chosen.choice and not isinstance(cell, int | float):
        words = chosen.label_of(str(cell))
        return f"{words} {chosen.unit}".strip()
    return f"{cell:g} {chosen.unit}".strip() if isinstance(cell, int | float) else str(cell)


def _courses(store: CohortStore, number: int) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The main measure first; measures never taken are left out."""
    catalogue = store.catalogue
    visit = catalogue.table("visit")
    main_first = sorted(catalogue.measures, key=lambda one: one.name != catalogue.main_measure)
    columns = [one for one in visit if one.name in ("month", *(measure.name for measure in main_first))]
    names = [one.name for one in columns]
    rows = [dict(zip(names, row, strict=True)) for row in rows_of(store, "visit", number, columns)]
    found = [
        (measure.label, tuple((float(row["month"]), float(row[measure.name])) for row in rows if row[measure.name] is not None))
        for measure in main_first
    ]
    return tuple(one for one in found if one[1])


def _events(store: CohortStore, number: int) -> tuple[PatientEvent, ...]:
    columns = list(store.catalogue.table("adverse_event"))[1:]
    found = []
    for row in rows_of(store, "adverse_event", number, columns):
        cells = {one.name: cell for one, cell in zip(columns, row, strict=True)}
        rest = [
            (one.label, _shown(one, cells[one.name]))
            for one in columns
            if cells[one.name] is not None and one.name not in SHOWN_APART
        ]
        found.append(
            PatientEvent(
                term=cells["term"], grade=cells["grade"], onset=cells["onset_month"], end=cells["end_month"], facts=tuple(rest)
            )
        )
    return tuple(found)


def _tests(store: CohortStore, number: int) -> tuple[PatientTest, ...]:
    columns = list(store.catalogue.table("lab"))[1:]
    names = [one.name for one in columns]
    rows: dict[tuple[str, str], list[dict[str, Cell]]] = defaultdict(list)
    for row in rows_of(store, "lab", number, columns):
        cells = dict(zip(names, row, strict=True))
        if cells["value"] is not None:
            rows[cells["test"], cells["unit"] or ""].append(cells)
    return tuple(_test(*key, found) for key, found in rows.items())


def _test(test: str, unit: str, rows: list[dict[str, Cell]]) -> PatientTest:
    last = rows[-1]
    return PatientTest(
        test=test,
        unit=unit,
        values=tuple((float(row["month"] or 0), float(row["value"] or 0)) for row in rows),
        lower=_number(last["lower_limit"]),
        upper=_number(last["upper_limit"]),
    )


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
