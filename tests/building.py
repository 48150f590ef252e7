"""Questions, results and patients, built in one line; what the filter keeps, written out in plain Python."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from core.analysis.groups import parse_grouping
from core.analysis.model import fit_model
from core.analysis.rates import rates
from core.analysis.terms import parse_terms, preset
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.cut_scan import ScanSpec
from core.domain.endpoint import AnalysisSet
from core.domain.filters import Clause, CohortFilter
from core.domain.model import ModelResult, ModelSpec
from core.domain.rates import RateResult, RateSpec
from core.domain.rows import Rows
from core.domain.terms import Term
from core.store.cohort_store import CohortStore

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
Person = dict[str, Any]


def spec(*by: str, key: str = "salt20", **more: object) -> RateSpec:
    """A question about response at month 9 among observed completers, unless `more` says otherwise."""
    given: dict[str, object] = {"month": 9, "window": 0.5, "analysis_set": AnalysisSet.OBSERVED} | more
    groupings = tuple(parse_grouping(current(), text) for text in by)
    return RateSpec(endpoint=endpoint(current(), key), by=groupings, **given)  # type: ignore[arg-type]


def ask(store: CohortStore, *by: str, where: str = "", key: str = "salt20", **more: object) -> RateResult:
    """The rates that answer `spec` among those whom the filter keeps."""
    return rates(store, CohortFilter.from_query(where), spec(*by, key=key, **more))


def model_spec(terms: str | tuple[Term, ...] = "", **more: Any) -> ModelSpec:
    """A logistic model of response at month 9 on the published terms, unless told otherwise."""
    given: dict[str, Any] = {"kind": "logistic", "endpoint": endpoint(current(), "salt20"), "month": 9, "window": 0.5,
                             "analysis_set": AnalysisSet.OBSERVED}  # fmt: skip
    named = parse_terms(current(), terms) if isinstance(terms, str) else terms
    return ModelSpec(terms=named or preset(current(), "published").terms, **(given | more))


def scan_spec(variable: str = "duration_years", **more: Any) -> ScanSpec:
    """A scan of response at month 9 over every cut of a number."""
    given: dict[str, Any] = {"endpoint": endpoint(current(), "salt20"), "month": 9, "window": 0.5,
                             "analysis_set": AnalysisSet.OBSERVED}  # fmt: skip
    return ScanSpec(variable=variable, **(given | more))


def model(store: CohortStore, where: str = "", terms: str | tuple[Term, ...] = "", **more: Any) -> ModelResult:
    """The model that answers `model_spec` among those whom the filter keeps."""
    return fit_model(store, CohortFilter.from_query(where), model_spec(terms, **more))


def read(table: str) -> list[dict[str, str]]:
    """The rows of a table of the bundled cohort, as text."""
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@cache
def followed(patient: str) -> float:
    """Months that a patient of the bundled cohort was followed: to the stop, else to the last record."""
    return _last_records()[patient]


@cache
def _last_records() -> dict[str, float]:
    records = [(row["patient_id"], row["month"]) for table in ("visit", "lab") for row in read(table)]
    records += [(row["patient_id"], row["onset_month"]) for row in read("adverse_event")]
    last = {one: max(float(at) for who, at in records if who == one) for one in {who for who, _ in records}}
    return last | {row["patient_id"]: float(row["stop_month"]) for row in read("patient") if row["stop_month"]}


def month(text: str) -> float | None:
    """A month of a table of the bundled cohort; None where the cell is empty."""
    return float(text) if text else None


def table_of(columns: Mapping[str, list[Any]]) -> Rows:
    """A table from its columns."""
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def band(salt: float) -> str:
    """The band of a baseline score."""
    return "0" if salt == 0 else "1-20" if salt <= 20 else "21-49" if salt < 50 else "50-94" if salt < 95 else "95-100"


def person(row: dict[str, str], first: dict[str, str]) -> Person:
    """What the filter can ask of one patient, from the rows of the patient and of month 0; None where a cell is empty."""
    cells = {f"baseline_{name}": cell for name, cell in first.items()} | row
    cells["baseline_salt_band"] = band(float(first["salt"])) if first.get("salt") else ""
    found = {one: cells.get(one.name, "") for one in current().filterable}
    return {one.name: None if cell == "" else float(cell) if one.numeric else cell for one, cell in found.items()}


def people(patients: list[dict[str, str]], visits: list[dict[str, str]]) -> list[Person]:
    """Everyone in these rows, as the filter sees them."""
    first = {row["patient_id"]: row for row in visits if float(row["month"]) == 0}
    return [person(row, first.get(row["patient_id"], {})) for row in patients]


def stored(value: Any) -> str:
    """A value of a choice as the filter and the groups spell it."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def keeps(asked: CohortFilter, one: Person) -> bool:
    """Whether a patient meets every condition of a filter."""
    return all(_meets(clause, one[clause.column]) for clause in asked.clauses)


def _meets(clause: Clause, value: Any) -> bool:
    if value is None:
        return clause.keep_missing
    if clause.kind == "in":
        return stored(value) in clause.values
    return (clause.low is None or clause.low <= value) and (clause.high is None or value <= clause.high)


def write_rows(folder: Path, **tables: Sequence[Mapping[str, object]]) -> Path:
    """Tables given as lists of rows, written into a folder in the bundled layout."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
    return folder
