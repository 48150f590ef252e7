"""What changed between two versions, against the same written out in plain Python."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.catalogue import current
from core.domain.errors import StoreUnreadable
from core.domain.version_diff import LISTED, VALUES_LISTED, Changes
from core.ingest.bundle import bring_in
from core.store import compare_versions as module
from core.store.cohort_store import in_force
from core.store.compare_versions import compare_versions
from core.store.location import Location

Tables = dict[str, list[dict[str, Any]]]
Publish = Callable[[Tables], Path]
KEYS = {"patient": ("patient_id",), "visit": ("patient_id", "month")}
ALICE = {"patient_id": "a", "sex": "F", "age_years": 30}
FIRST = {"patient_id": "a", "month": 0, "salt": 80}


@pytest.fixture
def publish(write_tables: Callable[..., Path], tmp_path: Path) -> Publish:
    """Publishes tables and gives the file of the version."""

    def made(tables: Tables) -> Path:
        where = Location(tmp_path / "store")
        bring_in([write_tables(**tables)], current(), where)
        return in_force(where)

    return made


def compared(publish: Publish, before: Tables, after: Tables) -> Changes:
    return compare_versions(publish(before), publish(after), current())


def some_tables(chance: random.Random) -> Tables:
    people = [f"p{i}" for i in range(12)]
    events = [
        {"patient_id": chance.choice(people), "term": chance.choice(["Acne", "Nausea"]), "onset_month": month}
        for month in range(14)  # an import takes events that agree in everything once
    ]
    return {
        "patient": [{"patient_id": one, "sex": chance.choice("FM"), "age_years": chance.randint(20, 60)} for one in people],
        "visit": [{"patient_id": one, "month": m, "salt": chance.randint(0, 100)} for one in people for m in (0, 3, 9)],
        "adverse_event": events,
    }


def altered(chance: random.Random, tables: Tables) -> Tables:
    """The same with patients gone and new, and rows gone, new and changed."""
    gone = set(chance.sample([row["patient_id"] for row in tables["patient"]], 2))
    found = {name: [dict(row) for row in rows if row["patient_id"] not in gone] for name, rows in tables.items()}
    for name, column, values in (("patient", "age_years", (20, 60)), ("visit", "salt", (0, 100)), ("visit", "salt", (0, 1))):
        for row in chance.sample(found[name], 3):
            row[column] = chance.choice([None, chance.randint(*values)])
    for name in ("visit", "adverse_event"):
        found[name] = chance.sample(found[name], len(found[name]) - 2)
    found["patient"].append({"patient_id": "new", "sex": "F"})
    found["visit"].append({"patient_id": "new", "month": 0, "salt": 50})
    found["adverse_event"].append(found["adverse_event"][0] | {"onset_month": 99})
    found["adverse_event"][1]["grade"] = 2
    return found


def said(row: dict[str, Any]) -> frozenset[tuple[str, Any]]:
    return frozenset((name, value) for name, value in row.items() if value is not None)


def contents(tables: Tables, patient: str) -> list[tuple[str, frozenset[tuple[str, Any]]]]:
    return sorted(
        ((name, said(row)) for name, rows in tables.items() for row in rows if row["patient_id"] == patient),
        key=lambda one: (one[0], sorted(map(str, one[1]))),
    )


@pytest.mark.parametrize("seed", range(8))
def test_patients_and_rows_are_counted_as_plain_python_counts_them(
    seed: int, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", (5, 250_000)[seed % 2])
    chance = random.Random(seed)
    before = some_tables(chance)
    after = altered(chance, before)
    found = compared(publish, before, after)
    older, newer = ({row["patient_id"] for row in tables["patient"]} for tables in (before, after))
    changed = {one for one in older & newer if contents(before, one) != contents(after, one)}
    assert (found.new, found.gone, found.changed) == (len(newer - older), len(older - newer), len(changed))
    assert found.same == len((older & newer) - changed)
    assert (found.new_ids, found.gone_ids) == (tuple(sorted(newer - older)), tuple(sorted(older - newer)))
    assert [one.patient_id for one in found.patients] == sorted(changed)
    counted = {one.label: (one.new, one.gone, one.changed) for one in found.tables}
    keyed = [{(row["patient_id"], row["month"]): said(row) for row in tables["visit"]} for tables in (before, after)]
    assert counted["Visits"] == (
        len(keyed[1].keys() - keyed[0].keys()),
        len(keyed[0].keys() - keyed[1].keys()),
        sum(keyed[0][key] != keyed[1][key] for key in keyed[0].keys() & keyed[1].keys()),
    )
    events = [Counter(said(row) for row in tables["adverse_event"]) for tables in (before, after)]
    assert counted["Adverse events"] == ((events[1] - events[0]).total(), (events[0] - events[1]).total(), 0)
    scores = {key[0] for key in keyed[0].keys() & keyed[1].keys() if keyed[0][key] != keyed[1][key]}
    assert next(one.patients for one in found.variables if one.label == "SALT") == len(scores)


def test_the_same_content_has_no_difference_whatever_the_order_and_the_numbers_of_patients(publish: Publish) -> None:
    chance = random.Random(1)
    before = some_tables(chance)
    path = publish(before)
    after = {name: [{"patient_id": "0"}, *rows[::-1]] if name == "patient" else rows[::-1] for name, rows in before.items()}
    found = compare_versions(path, publish(after), current())
    assert (found.new, found.gone, found.changed, found.same) == (1, 0, 0, 12)
    assert found.variables == ()


def test_a_value_that_changed_is_told_with_its_place_before_and_after(publish: Publish) -> None:
    before: Tables = {"patient": [ALICE], "visit": [FIRST, FIRST | {"month": 9, "salt": 20}]}
    after: Tables = {
        "patient": [ALICE | {"sex": "M"}],
        "visit": [FIRST, FIRST | {"month": 9, "clinro_eyebrow": 2, "salt": None}],
    }
    (one,) = compared(publish, before, after).patients
    assert [(v.label, v.place, v.before, v.after) for v in one.values][:2] == [
        ("Sex", "", "Female", "Male"),
        ("SALT", "month 9", "20", None),
    ]
    assert one.values[2].before is None
    assert one.rows == ()


def test_of_very_many_only_the_first_are_listed(publish: Publish) -> None:
    people = [ALICE | {"patient_id": f"p{i:03}"} for i in range(150)]
    visits = [FIRST | {"patient_id": "p000", "month": month} for month in range(20)]
    found = compared(
        publish,
        {"patient": people, "visit": visits},
        {"patient": [one | {"age_years": 31} for one in people], "visit": [one | {"salt": 10} for one in visits]},
    )
    assert (found.changed, len(found.patients)) == (150, LISTED)
    assert (len(found.patients[0].values), found.patients[0].more) == (VALUES_LISTED, 21 - VALUES_LISTED)


def test_a_file_that_is_no_cohort_is_a_sentence(publish: Publish, tmp_path: Path) -> None:
    path = publish({"patient": [ALICE], "visit": [FIRST]})
    (tmp_path / "cohort-0.duckdb").write_bytes(b"x")
    with pytest.raises(StoreUnreadable, match=r"cohort-0\.duckdb cannot be opened"):
        compare_versions(tmp_path / "cohort-0.duckdb", path, current())


@pytest.mark.parametrize(
    "statement", ["ATTACH '/tmp/regrow-leak.duckdb'", "COPY (SELECT 1) TO '/tmp/regrow-leak.csv'", "DELETE FROM older.patient",
                  "SELECT * FROM read_csv('/etc/passwd')", "SET enable_external_access = true", "DETACH older"]
)  # fmt: skip
def test_the_connection_to_both_can_neither_write_nor_reach_another_file(publish: Publish, statement: str) -> None:
    path = publish({"patient": [ALICE], "visit": [FIRST]})
    with module._both(path, path) as con:
        if statement.startswith("DETACH"):
            con.execute(statement)
            statement = "ATTACH '/tmp/regrow-leak.duckdb'"
        with pytest.raises(duckdb.Error):
            con.execute(statement)
