"""A process that brings in what it is told to, one folder a line, and says what came of it and what was wrong with that.

It has a folder for what is temporary, which must be empty again after each import, and a store with a version in force.
"""

import json
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.broken.jobs import MAPPING
from core.catalogue import current
from core.cli.printed import as_json
from core.domain.errors import CohortError, DataError
from core.domain.imports import ImportResult
from core.domain.problems import Problem, alike
from core.ingest.bundle import NO_MAPPING, bring_in
from core.ingest.mapping_file import from_toml
from core.store.history import HISTORY
from core.store.location import Location
from core.store.lock import LOCK
from core.words.problems import account_line, import_line, problem_line

MEMORY = 6 << 30  # bytes of addresses
NOISE = re.compile(r"Traceback|<class|object at 0x|\b[A-Za-z]+(Error|Exception)\b|\b[A-Z]\w+ Error:")
SHOWN = 400


@dataclass(frozen=True, slots=True)
class Watch:
    """Where a process works: its store, and its folder for what is temporary."""

    store: Path
    temporary: Path


def watched(watch: Watch, folder: Path) -> dict[str, Any]:
    """What came of the import of a folder: "result", "refusal" or "failure", seconds, peak of memory, and what was wrong."""
    before = _in_force(watch.store)
    _forget_peak()
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    outcome, wrong = _brought_in(watch, folder)
    seconds = time.perf_counter() - began
    wrong += _of_store(watch, before, changed=outcome == "result")
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    peak = max(_peak(), after if after > children else 0)
    return {"outcome": "failure" if wrong else outcome, "seconds": seconds, "peak": peak / 1024, "wrong": wrong}


def _brought_in(watch: Watch, folder: Path) -> tuple[str, list[str]]:
    paths = [one for one in sorted(folder.iterdir()) if one.name != MAPPING]
    if len(paths) > 1:
        paths = [folder]
    try:
        mapping = NO_MAPPING
        if (folder / MAPPING).exists():
            paths, text = [one for one in folder.iterdir() if one.name != MAPPING], (folder / MAPPING).read_bytes()
            mapping = from_toml(text.decode("utf-8", "replace"), current())
        result = bring_in(paths, current(), Location(watch.store), mapping)
    except CohortError as error:
        problems = error.problems if isinstance(error, DataError) else ()
        return "refusal", [*_unclean([str(error)], watch, folder), *_unclean(_texts(problems), watch, folder)]
    except BaseException as error:  # noqa: BLE001 - whatever else comes out is what is looked for
        return "failure", [f"{type(error).__name__}: {str(error)[:SHOWN]}"]
    return "result", [*_of_result(result), *_unclean(_texts(result.findings), watch, folder)]


def _texts(problems: tuple[Problem, ...]) -> Iterator[str]:
    for found in alike(problems):
        problem_line(found).encode("utf-8")
    for one in problems:
        yield f"{one.rule}. {one.remedy}".replace(one.found or "\0", "")


def _unclean(texts: Any, watch: Watch, folder: Path) -> list[str]:
    """Texts that name a place of the machine, or speak of the program instead of the file."""
    places = (str(watch.store), str(watch.temporary), str(folder), str(Path(__file__).parents[2]))
    return [f"not clean: {text[:SHOWN]!r}" for text in texts if any(place in text for place in places) or NOISE.search(text)]


def _of_result(result: ImportResult) -> list[str]:
    """Rows that the accounts and the version count differently; words that cannot be written.

    Patients that no source holds are made of those whom other tables name, and have no account.
    """
    as_json(result).encode("utf-8")
    "\n".join([import_line(result), *map(account_line, result.accounts)]).encode("utf-8")
    taken: Counter[str] = Counter()
    for one in result.accounts:
        taken[one.table] += one.taken
    version = result.version
    kept = {"patient": version.patients, "visit": version.visits, "adverse_event": version.adverse_events, "lab": version.labs}
    return [f"{name}: {taken[name]} taken, {n} published" for name, n in kept.items() if name in taken and taken[name] != n]


def _in_force(store: Path) -> str:
    return (store / "CURRENT").read_text(encoding="utf-8").strip()


def _of_store(watch: Watch, before: str, *, changed: bool) -> list[str]:
    """A version in force that does not open or is another; files left behind. Versions no longer in force are removed."""
    now = _in_force(watch.store)
    wrong = [] if changed or now == before else [f"{before} was in force, now {now}"]
    try:
        with duckdb.connect(str(watch.store / now), read_only=True) as con:
            about = json.loads(con.execute("SELECT json FROM about").fetchall()[0][0])
            patients = con.execute("SELECT count(*) FROM patient").fetchall()[0][0]
            wrong += [] if about["patients"] == patients > 0 else [f"{patients} patients, not {about['patients']}"]
    except (duckdb.Error, LookupError) as error:
        wrong.append(f"{now} does not open: {error}")
    for path in watch.store.iterdir():
        if path.name.startswith("cohort-"):
            _ = path.name == now or path.unlink()
        elif path.name not in ("CURRENT", LOCK, HISTORY):
            wrong.append(f"left behind: {path.name}")
            path.unlink()
    return wrong + [f"left behind: temporary {path.name}" for path in watch.temporary.iterdir()]


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    """KB of memory that the process had at most since it was told to forget."""
    return int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))[0])


def main(store: str, temporary: str) -> None:
    """Takes folders from standard input until it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    watch = Watch(Path(store), Path(temporary))
    for line in sys.stdin:
        print(json.dumps(watched(watch, Path(json.loads(line)))), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
