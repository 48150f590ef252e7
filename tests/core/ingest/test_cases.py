"""The messy files of `tests/import_cases`, imported whole: rows taken and left out, cells and what they become."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.catalogue import current
from core.domain.problems import Problem
from core.ingest.bundle import bring_in
from core.store.location import Location

CASES = Path(__file__).parents[2] / "import_cases"
EXPECTED = {case["file"]: case for case in json.loads((CASES / "expected.json").read_text(encoding="utf-8"))}
TOGETHER = {"m09_adverse_events.csv": ("m01_patients_cp932.csv",)}  # whose patients they are
MAIN = {"m01": "patient", "m02": "visit", "m03": "visit", "m05": "patient", "m06": "patient", "m07": "visit", "m11": "visit"}
SAME_DAY = {8, 10}  # m03: two scores of a patient on one day, left out as m06 and m11 want it
VARIABLES = {
    "患者ID": "patient_id",
    "年齢": "age_years",
    "性別": "sex",
    "病型": "aa_type",
    "罹病期間": "duration_years",
    "アトピー既往": "atopic_dermatitis",
    "治療開始日": "start_date",
    "SALT": "salt",
    "month": "month",
    "Grade": "grade",
    "有害事象": "term",
    "発現日": "onset_month",
    "転帰日": "end_month",
    "patient_id": "patient_id",
    "全頭型/AT": "AT",
    "汎発型/AU": "AU",
} | {f"SALT_{month}M": "salt" for month in (0, 3, 6, 9, 12)}


@dataclass(frozen=True)
class Imported:
    """One case after its import."""

    findings: tuple[Problem, ...]
    rows: dict[int, list[dict[str, Any]]]  # row of the file -> what was made of it in the table the case is about
    accounts: dict[str, Any]


@pytest.fixture(scope="module", params=list(EXPECTED))
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Imported]:
    name = request.param
    where = Location(tmp_path_factory.mktemp("case"))
    got = bring_in([CASES / one for one in (*TOGETHER.get(name, ()), name)], current(), where)
    table = MAIN.get(name[:3], "adverse_event")
    with duckdb.connect(str(where.folder / got.version.file), read_only=True) as con:
        found = con.execute(f"SELECT t.* FROM {table} t JOIN origin USING (source) WHERE starts_with(file, ?)", [name])
        columns = [one[0] for one in found.description]
        rows: dict[int, list[dict[str, Any]]] = {}
        for row in found.fetchall():
            rows.setdefault(row[columns.index("source_row")], []).append(dict(zip(columns, row, strict=True)))
    mine = tuple(one for one in got.findings if one.file.startswith(name))
    return EXPECTED[name], Imported(mine, rows, {one.table: one for one in got.accounts if one.file.startswith(name)})


def left_out(imported: Imported) -> set[int | None]:
    return {one.row for one in imported.findings if one.severity == "left_out"}


def test_the_rows_that_are_left_out_are_those_of_the_case(case: tuple[dict[str, Any], Imported]) -> None:
    expected, imported = case
    also = SAME_DAY if expected["file"].startswith("m03") else set()
    assert left_out(imported) == {row["row"] for row in expected["rejected_rows"]} | also


def test_every_row_that_came_in_is_taken_or_left_out(case: tuple[dict[str, Any], Imported]) -> None:
    expected, imported = case
    for account in imported.accounts.values():
        assert account.came == account.taken + account.left_out + account.empty
    also = SAME_DAY if expected["file"].startswith("m03") else set()
    if expected["file"].startswith("m02"):
        account = imported.accounts["visit"]
        assert (account.came, account.taken, account.left_out, account.empty) == (50, expected["long_valid"], 5, 11)
    else:
        assert set(imported.rows) == set(expected["accepted_rows"]) - also


def test_skipped_rows_are_told(case: tuple[dict[str, Any], Imported]) -> None:
    expected, imported = case
    for row in expected["ignored_rows"]:
        assert [one.severity for one in imported.findings if one.row == row["row"]] == ["note"]


def test_cells_become_what_the_case_says(case: tuple[dict[str, Any], Imported]) -> None:
    expected, imported = case
    checked = 0
    for cell in expected["cells"]:
        variable = VARIABLES.get(cell["column"].split(" ")[0])
        rows = imported.rows.get(cell["row"], [])
        if variable is None or not rows or (expected["file"].startswith("m03") and cell["row"] in SAME_DAY):
            continue
        checked += 1
        found = [row[variable] for row in rows if "SALT_" not in cell["column"] or row["month"] == _month(cell["column"])]
        becomes = cell["becomes"]
        if becomes is None:
            assert not [value for value in found if value is not None], cell
        elif isinstance(becomes, list):
            assert found == becomes, cell
        elif cell["code"] not in ("date_parsed", "date_range", "excel_serial", "era_overrun"):
            assert {_plain(value) for value in found} == {_plain(VARIABLES.get(becomes, becomes))}, cell
    assert checked or expected["file"].startswith("m03")


def test_every_cell_that_is_lost_is_told_at_its_place(case: tuple[dict[str, Any], Imported]) -> None:
    expected, imported = case
    told = {(one.row, one.column) for one in imported.findings if one.severity in ("emptied", "left_out", "warning")}
    for cell in expected["cells"]:
        if cell["level"] == "error" or cell["code"] in ("censored", "unit_missing", "lookalike_id", "short_row"):
            column = None if cell["code"] == "short_row" else cell["column"]
            assert (cell["row"], column) in told, cell


def test_what_was_converted_is_told_with_its_text(case: tuple[dict[str, Any], Imported]) -> None:
    expected, imported = case
    rules = [one for one in imported.findings if "read as" in one.rule]
    if any(cell["level"] == "info" and cell["becomes"] is not None and cell["code"] != "ok" for cell in expected["cells"]):
        assert rules
    for one in rules:
        assert one.severity in ("note", "warning")
    for cell in expected["cells"]:
        if cell["level"] == "warning" and cell["code"] in ("excel_serial", "era_overrun", "normalised_id", "split", "synonym"):
            assert cell["row"] in {one.row for one in imported.findings if one.severity == "warning"}, cell


def _month(column: str) -> float:
    return float(column.removeprefix("SALT_").removesuffix("M"))


def _plain(value: Any) -> Any:
    return round(float(value), 3) if isinstance(value, int | float) else value
