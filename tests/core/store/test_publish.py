"""Publishing: checked, immutable, atomic."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

import duckdb
import pytest

from core.catalogue import current
from core.domain.errors import DataError, StoreMissing, StoreOutdated, StoreUnreadable
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, current_store, in_force, versions
from core.store.location import Location
from core.store.publish import put_in_force

ROOT = Path(__file__).parents[3]
Write = Callable[..., Path]
PATIENT = {"patient_id": "a", "sex": "F", "age_years": 30, "aa_type": "AT"}
VISIT = {"patient_id": "a", "month": 0, "salt": 80}


@pytest.fixture
def where(tmp_path: Path) -> Location:
    return Location(tmp_path / "store")


def publish(folder: Path, where: Location) -> str:
    return bring_in([folder], current(), where).version.digest


def listed(folder: Path, where: Location) -> list[tuple[str, int | None, str | None, str, str]]:
    """File, row, column, severity and rule of what an import finds, notes and warnings left out."""
    found = bring_in([folder], current(), where).findings
    return [(p.file, p.row, p.column, p.severity, p.rule) for p in found if p.severity not in ("note", "warning")]


def test_a_publication_names_itself_by_its_content_and_is_in_force(write_tables: Write, where: Location) -> None:
    digest = publish(write_tables(patient=[PATIENT], visit=[VISIT]), where)
    assert in_force(where).name == f"cohort-{digest}.duckdb"
    assert [version.digest for version in versions(where)] == [digest]
    assert sorted(path.name for path in where.folder.iterdir()) == [
        ".lock",
        "CURRENT",
        f"cohort-{digest}.duckdb",
        "history.jsonl",
    ]


def test_the_digest_depends_on_the_content_and_not_on_the_order_of_rows(write_tables: Write, where: Location) -> None:
    other = PATIENT | {"patient_id": "b"}
    visits = [VISIT, VISIT | {"patient_id": "b", "salt": 60}]
    one = publish(write_tables(patient=[PATIENT, other], visit=visits), where)
    assert publish(write_tables(patient=[other, PATIENT], visit=visits[::-1]), where) == one
    changed = publish(write_tables(patient=[PATIENT, other], visit=[VISIT, visits[1] | {"salt": 60.5}]), where)
    assert changed != one
    assert in_force(where).name == f"cohort-{changed}.duckdb"
    assert len(versions(where)) == 2


def test_a_running_reader_keeps_its_version_and_the_next_look_finds_the_new_one(write_tables: Write, where: Location) -> None:
    publish(write_tables(patient=[PATIENT], visit=[VISIT]), where)
    before = current_store(current(), where)
    publish(write_tables(patient=[PATIENT, PATIENT | {"patient_id": "b"}], visit=[VISIT]), where)
    assert before.rows("SELECT count(*) FROM cohort", {}) == [(1,)]
    assert current_store(current(), where).rows("SELECT count(*) FROM cohort", {}) == [(2,)]


@pytest.mark.parametrize(
    ("table", "change", "column", "rule"),
    [
        ("patient", {"age_years": 156}, "age_years", "outside 0 to 120"),
        ("patient", {"age_years": "thirty"}, "age_years", "not a number"),
        ("patient", {"age_years": "inf"}, "age_years", "not a number"),
        ("patient", {"age_years": "1e400"}, "age_years", "outside 0 to 120"),
        ("patient", {"aa_type": "XX"}, "aa_type", "not one of the known values"),
        ("patient", {"patient_id": ""}, "patient_id", "a value is required"),
        ("patient", {"atopic_dermatitis": "maybe"}, "atopic_dermatitis", "must be 1 (yes) or 0 (no)"),
        ("patient", {"start_date": "2023-13-01"}, "start_date", "not a date"),
        ("visit", {"salt": 105}, "salt", "outside 0 to 100"),
        ("visit", {"salt": ">95"}, "salt", "a bound, not a value"),
        ("visit", {"salt": "many"}, "salt", "not a number"),
        ("visit", {"clinro_eyebrow": "1.5"}, "clinro_eyebrow", "not a whole number"),
        ("visit", {"patient_id": "zz"}, "patient_id", "no such patient"),
        ("visit", {"month": -3}, "month", "outside 0 to 600"),
        ("visit", {"month": "1_0"}, "month", "not a number"),
        ("patient", {"start_date": "infinity"}, "start_date", "not a date"),
        ("patient", {"duration_years": 2, "episode_years": 3}, "episode_years", "larger than duration_years"),
        ("visit", {"salt": 80, "salt_top": 0, "salt_back": 0, "salt_right": 0, "salt_left": 0}, "salt", "differs from"),
    ],
)
def test_a_bad_cell_is_named_with_its_place_and_is_not_taken(
    write_tables: Write, where: Location, table: str, change: dict[str, object], column: str, rule: str
) -> None:
    rows = {"patient": [PATIENT, PATIENT | {"patient_id": "b"}], "visit": [VISIT, VISIT | {"month": 9}]}
    rows[table][1] = rows[table][1] | change
    published = bring_in([write_tables(**rows)], current(), where)
    problem = next(p for p in published.findings if p.severity in ("emptied", "left_out"))
    assert (problem.file, problem.row, problem.column) == (f"{table}.csv", 3, column)
    assert rule in problem.rule
    assert problem.remedy
    account = next(one for one in published.accounts if one.table == table)
    counted = f"SELECT count(*), count({column}) FROM {table}"
    ((taken, values),) = current_store(current(), where).rows(counted, {})
    left_out = problem.severity == "left_out"
    assert (account.came, account.taken, account.left_out) == (2, taken, int(left_out))
    assert values == (column in rows[table][0])


def test_of_a_row_with_one_bad_score_the_others_are_taken(write_tables: Write, where: Location) -> None:
    visits = [VISIT | {"salt": ">95", "clinro_eyebrow": 2}, VISIT | {"month": 3, "salt": ">95", "clinro_eyebrow": 7}]
    assert listed(write_tables(patient=[PATIENT], visit=visits), where) == [
        ("visit.csv", 2, "salt", "emptied", "a bound, not a value"),
        ("visit.csv", 3, "salt", "emptied", "a bound, not a value"),
        ("visit.csv", 3, "clinro_eyebrow", "left_out", "outside 0 to 3"),
    ]


@pytest.mark.parametrize("table", ["patient", "visit"])
def test_of_rows_that_agree_the_first_is_taken_and_of_others_none(write_tables: Write, where: Location, table: str) -> None:
    rows = {"patient": [PATIENT, PATIENT | {"patient_id": "b"}], "visit": [VISIT, VISIT | {"month": 3}]}
    rows[table] = [*rows[table], rows[table][0]]
    found = listed(write_tables(**rows), where)
    assert found == [(f"{table}.csv", 4, "patient_id", "left_out", "the same as row 2 in every column")]
    rows[table][2] = rows[table][2] | ({"sex": "M"} if table == "patient" else {"salt": 11})
    found = listed(write_tables(**rows), where)
    assert [row for file, row, *_ in found if file == f"{table}.csv"] == [2, 4]
    assert "says something else" in found[0][4]


def test_whose_patient_is_left_out_is_left_out_too_and_named(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT, PATIENT | {"sex": "M"}, PATIENT | {"patient_id": "b"}], visit=[VISIT])
    assert listed(folder, where)[-1] == ("visit.csv", 2, "patient_id", "left_out", "no such patient")


def test_the_same_tables_again_keep_the_file_and_its_time(
    write_tables: Write, where: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tables(patient=[PATIENT], visit=[VISIT])
    first = bring_in([folder], current(), where).version

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Later":
            return cls(2031, 5, 5, tzinfo=tz)

    monkeypatch.setattr("core.store.describe.datetime", Later)
    assert bring_in([folder], current(), where).version == first


def test_the_same_month_written_two_ways_is_a_repeated_visit(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT], visit=[VISIT, VISIT | {"month": "0.0"}])
    assert listed(folder, where) == [("visit.csv", 3, "patient_id", "left_out", "the same as row 2 in every column")]


def test_a_missing_required_column_blocks(write_tables: Write, where: Location) -> None:
    with pytest.raises(DataError, match="column month: this column is required"):
        publish(write_tables(patient=[PATIENT], visit=[{"patient_id": "a", "salt": 3}]), where)
    assert not where.folder.exists()


def test_nothing_is_published_of_nobody(write_tables: Write, where: Location) -> None:
    with pytest.raises(DataError, match=r"patient\.csv: there is no patient in it"):
        publish(write_tables(patient=[{"patient_id": ""}], visit=[VISIT]), where)
    assert not list(where.folder.glob("*"))


def test_where_no_table_holds_the_patients_they_are_made_of_the_others(write_tables: Write, where: Location) -> None:
    published = bring_in([write_tables(visit=[VISIT, VISIT | {"patient_id": "b"}])], current(), where)
    assert published.version.patients == 2
    assert [one.rule for one in published.findings] == [
        "no table holds the patients: they were made of the 2 whom the other tables name"
    ]


def test_of_adverse_events_alone_it_is_told_that_whoever_had_none_is_missing(write_tables: Write, where: Location) -> None:
    published = bring_in([write_tables(adverse_event=[{"patient_id": "a", "term": "Acne"}])], current(), where)
    assert "every share of patients with one is too high" in published.findings[0].rule
    assert published.findings[0].remedy == "Add a table of all treated patients."


def test_an_unknown_column_and_a_missing_baseline_are_said_but_do_not_block(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT | {"note": "x"}], visit=[VISIT | {"month": 3}])
    warnings = bring_in([folder], current(), where).findings
    assert [(one.rule, one.severity) for one in warnings] == [
        ("not imported, for they are no columns of the data model: note", "warning"),
        ("no SALT at month 0", "warning"),
    ]


def test_a_row_that_begins_with_a_hash_is_a_row(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT, PATIENT | {"patient_id": "#b"}], visit=[VISIT])
    assert bring_in([folder], current(), where).version.patients == 2


@pytest.mark.parametrize(
    ("text", "row", "rule"),
    [
        ("patient_id,month,salt\na,0,50\n\na,3,40\n", 3, "a blank line"),
        ("patient_id,month,salt\na,0,50,7\n", 2, "4 cells for 3 columns: which one is wrong cannot be known"),
        ("patient_id,month,salt\na,0,50\na,-0,40\n", 3, "row 2 has the same patient_id and month, and says something else"),
        ("patient_id,month,salt,salt\na,0,50,50\n", 1, "this column occurs twice"),
        ("patient_id,month,salt\na,0\n", 2, "2 cells for 3 columns: the last ones are taken as empty"),
    ],
)
def test_what_is_wrong_with_the_shape_of_a_file_is_told_with_its_place(
    write_tables: Write, where: Location, text: str, row: int | None, rule: str
) -> None:
    folder = write_tables(patient=[PATIENT])
    (folder / "visit.csv").write_text(text)
    found = bring_in([folder], current(), where).findings
    assert (row, rule) in {(one.row, one.rule) for one in found if one.file == "visit.csv"}, found


def test_rows_behind_blank_lines_and_uneven_ones_keep_their_numbers(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT])
    (folder / "visit.csv").write_text("patient_id,month,salt\n\na,0,50\na,3\na,6,>9\n")
    assert [row for _, row, *_ in listed(folder, where)] == [5]


def test_an_empty_file_is_refused(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT])
    (folder / "visit.csv").write_text("")
    with pytest.raises(DataError, match=r"visit\.csv, row 1: its first line holds no names of columns") as caught:
        publish(folder, where)
    assert str(folder) not in str(caught.value)
    (folder / "visit.csv").write_text("My cohort\nwho,when,what\na,0,50\n")
    with pytest.raises(DataError, match=r"visit\.csv: no table of the data model is seen in it"):
        publish(folder, where)


def test_a_file_that_is_no_table_is_refused_in_words(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT], visit=[VISIT])
    (folder / "visit.csv").write_bytes(b"\xff\xfe\x00\x01\x80binary\x00")
    with pytest.raises(DataError, match=r"visit\.csv"):
        publish(folder, where)


def test_text_from_a_file_is_a_value_and_never_part_of_a_query(write_tables: Write, where: Location) -> None:
    site = "O'Brien\"; DROP TABLE cohort; --"
    publish(write_tables(patient=[PATIENT | {"site": site}], visit=[VISIT]), where)
    assert current_store(current(), where).rows("SELECT site FROM cohort", {}) == [(site,)]


def test_no_store_is_a_sentence(where: Location) -> None:
    with pytest.raises(StoreMissing, match="python -m core import"):
        in_force(where)


@pytest.mark.parametrize("name", ["cohort-gone.duckdb", "../elsewhere.duckdb", "", "about.toml"])
def test_a_current_that_names_nothing_here_is_a_sentence(where: Location, name: str) -> None:
    where.folder.mkdir()
    where.current.write_text(name)
    with pytest.raises(StoreUnreadable, match="no such version here"):
        in_force(where)


def test_a_damaged_file_is_a_sentence(write_tables: Write, where: Location) -> None:
    publish(write_tables(patient=[PATIENT], visit=[VISIT]), where)
    path = where.folder / "cohort-0000000000000000.duckdb"
    path.write_bytes(in_force(where).read_bytes()[:5000])
    put_in_force(where, path.name)
    with pytest.raises(StoreUnreadable, match="cannot be opened as a cohort"):
        current_store(current(), where)


def test_a_file_of_another_data_model_is_a_sentence(
    write_tables: Write, where: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.describe.fingerprint", lambda _: "another")
    publish(write_tables(patient=[PATIENT], visit=[VISIT]), where)
    with pytest.raises(StoreOutdated, match="Import your tables again"):
        current_store(current(), where)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY cohort TO '/tmp/regrow-leak.csv'",
        "ATTACH '/tmp/regrow-leak.duckdb'",
        "INSERT INTO about VALUES ('x')",
        "SET enable_external_access = true",
        "SET threads = 1",
        "LOAD httpfs",
    ],
)
def test_a_reader_can_neither_write_nor_leave_its_file(reference: CohortStore, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        reference.rows(statement, {})


def test_many_threads_share_one_store(reference: CohortStore) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: reference.rows("SELECT count(*) FROM cohort", {}), range(400)))
    assert set(map(tuple, found)) == {((86,),)}


def test_a_build_killed_at_any_moment_leaves_the_version_in_force(write_tables: Write, where: Location, tmp_path: Path) -> None:
    digest = publish(write_tables(patient=[PATIENT], visit=[VISIT]), where)
    patients = [PATIENT | {"patient_id": f"p{i}"} for i in range(3000)]
    folder = write_tables(patient=patients, visit=[VISIT | {"patient_id": f"p{i}"} for i in range(3000)])
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from core.catalogue import current
        from core.ingest.bundle import bring_in
        from core.store.location import Location
        print("ready", flush=True)
        bring_in([Path(sys.argv[1])], current(), Location(Path(sys.argv[2])))
        """
    )
    finished = 0
    for delay in (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4):
        command = [sys.executable, "-c", script, str(folder), str(where.folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
        store = current_store(current(), where)
        count = store.rows("SELECT count(*) FROM cohort", {})[0][0]
        assert count == (1 if store.version.digest == digest else 3000)
        finished += count == 3000
    assert finished < 9
