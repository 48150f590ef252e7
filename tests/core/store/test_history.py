"""The history of a store: who published what from which files, and a kill -9 that hides nothing."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from core.catalogue import current
from core.domain.errors import StoreError
from core.domain.history import HistoryEntry, ImportLog, SourceFile
from core.domain.provenance import About
from core.ingest.bundle import bring_in
from core.store.cohort_store import current_store, in_force
from core.store.history import HISTORY, history, record, sources_of
from core.store.location import Location
from core.store.lock import locked
from core.store.parts import Part
from core.store.publish import publish

ROOT = Path(__file__).parents[3]
Write = Callable[..., Path]
PATIENT = {"patient_id": "a", "sex": "F", "age_years": 30}
VISIT = {"patient_id": "a", "month": 0, "salt": 80}
ENTRY = HistoryEntry(action="published", at="2026-11-23T10:00:00Z", who="中村", digest="ab", cohort_name="One")


@pytest.fixture
def where(tmp_path: Path) -> Location:
    where = Location(tmp_path / "store")
    where.folder.mkdir()
    return where


def test_what_is_recorded_is_told_the_latest_first(where: Location) -> None:
    sources = (SourceFile(name="患者.csv", bytes=3, sha256="0" * 64),)
    second = replace(ENTRY, action="removed", sources=sources, mapping='[[source]]\ntitle = "x"\n', taken=2, left_out=1)
    record(where, ENTRY)
    record(where, second)
    assert history(where) == (second, ENTRY)
    assert (where.folder / HISTORY).read_bytes().count(b"\n") == 2


def test_without_a_history_there_is_none(where: Location) -> None:
    assert history(where) == ()


@pytest.mark.parametrize("rest", range(0, 200, 7))
def test_a_line_that_was_cut_off_hides_no_other(where: Location, rest: int) -> None:
    record(where, ENTRY)
    whole = (where.folder / HISTORY).read_bytes()
    (where.folder / HISTORY).write_bytes(whole + whole[:rest])
    record(where, replace(ENTRY, digest="cd"))
    assert [one.digest for one in history(where)][::-1][0] == "ab"
    assert history(where)[0].digest == "cd"


@pytest.mark.parametrize(
    "line", ["", "null", "[1]", "{}", '{"action": "published"}', "\udcff\udcfe", "[" * 5000, '{"at": "x"}', "NaN"]
)
def test_a_line_that_is_no_entry_is_passed_over(where: Location, line: str) -> None:
    record(where, ENTRY)
    with (where.folder / HISTORY).open("ab") as handle:
        handle.write(line.encode("utf-8", "surrogateescape") + b"\n")
    assert history(where) == (ENTRY,)


def test_files_are_named_with_size_and_digest_and_a_folder_by_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.csv").write_bytes(b"bb")
    (tmp_path / "in" / "a.csv").write_bytes(b"")
    (tmp_path / "in" / ".hidden").write_bytes(b"x")
    (tmp_path / "c.xlsx").write_bytes(b"c" * 3_000_000)
    found = sources_of([tmp_path / "in", tmp_path / "c.xlsx"])
    assert [(one.name, one.bytes) for one in found] == [("a.csv", 0), ("b.csv", 2), ("c.xlsx", 3_000_000)]
    assert found[2].sha256 == sha256(b"c" * 3_000_000).hexdigest()


def test_a_publication_is_in_the_history_with_who_and_how_many_rows(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT], visit=[VISIT, VISIT | {"month": -1}])
    digest = bring_in([folder], current(), where).version.digest
    (entry,) = history(where)
    assert (entry.action, entry.digest, entry.cohort_name) == ("published", digest, "tables")
    assert (entry.taken, entry.left_out) == (2, 1)
    assert entry.who
    assert datetime.fromisoformat(entry.at).tzinfo


def published(folder: Path, where: Location, log: ImportLog) -> str:
    """Publishes the two tables of a folder with what the history shall say."""
    parts = [part(folder, name) for name in ("patient", "visit")]
    return publish(where, current(), parts, About(name="One"), log=log).version.digest


def part(folder: Path, table: str) -> Part:
    path = folder / f"{table}.csv"
    header = tuple(path.read_text().splitlines()[0].split(","))
    return Part(table=table, path=path, file=path.name, header=header, columns=tuple((name, name) for name in header))


def test_what_an_import_says_of_itself_is_kept(write_tables: Write, where: Location) -> None:
    folder = write_tables(patient=[PATIENT], visit=[VISIT])
    log = ImportLog(who="Dr. O'Brien <b>", sources=sources_of([folder]), mapping="[[source]]", unread=4)
    digest = published(folder, where, log)
    (entry,) = history(where)
    assert (entry.who, entry.digest, entry.mapping) == ("Dr. O'Brien <b>", digest, "[[source]]")
    assert [one.name for one in entry.sources] == ["patient.csv", "visit.csv"]
    assert (entry.taken, entry.left_out) == (2, 4)


def test_a_history_that_cannot_be_written_is_told_and_the_version_is_in_force(write_tables: Write, where: Location) -> None:
    (where.folder / HISTORY).mkdir()
    result = bring_in([write_tables(patient=[PATIENT], visit=[VISIT])], current(), where)
    assert result.version.digest in in_force(where).name
    assert "the history could not be written" in next(one.rule for one in result.findings if one.file == HISTORY)


def test_who_waits_for_the_lock_too_long_is_told_and_nothing_is_changed(where: Location) -> None:
    with locked(where), pytest.raises(StoreError, match="being changed by somebody else"), locked(where, 0.1):
        pass
    with locked(where, 0.1):
        pass


def test_publications_at_once_each_have_their_line_and_one_is_in_force(write_tables: Write, where: Location) -> None:
    folders = []
    for number in range(6):
        made = write_tables(patient=[PATIENT | {"age_years": 30 + number}], visit=[VISIT])
        folders.append(made.rename(made.with_name(f"tables{number}")))
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda folder: bring_in([folder], current(), where).version.digest, folders))
    entries = history(where)
    assert sorted(one.digest for one in entries) == sorted(found)
    assert current_store(current(), where).version.digest == entries[0].digest


def test_a_publication_killed_at_any_moment_leaves_a_version_in_force_and_the_history_readable(
    write_tables: Write, where: Location
) -> None:
    first = bring_in([write_tables(patient=[PATIENT], visit=[VISIT])], current(), where).version.digest
    folder = write_tables(patient=[PATIENT | {"age_years": 31}])
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from core.catalogue import current
        from core.ingest.bundle import bring_in
        from core.store.location import Location
        print("ready", flush=True)
        while True:
            for tables in sys.argv[2:]:
                bring_in([Path(tables)], current(), Location(Path(sys.argv[1])))
        """
    )
    second = folder.rename(folder.with_name("second"))
    folder = write_tables(patient=[PATIENT], visit=[VISIT])
    for _ in range(8):
        command = [sys.executable, "-c", script, str(where.folder), str(second), str(folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.uniform(0.2, 1.2))  # some publications are done by then, and one is under way
            os.kill(process.pid, signal.SIGKILL)
        entries = history(where)
        store = current_store(current(), where)
        assert store.rows("SELECT count(*) FROM cohort", {}) == [(1,)]
        assert entries[-1].digest == first
        assert {one.digest for one in entries} | {store.version.digest} <= {path.name[7:23] for path in where.folder.glob("*")}
        with locked(where, 0.1):  # the lock went with its holder
            pass
    assert len(entries) > 1
