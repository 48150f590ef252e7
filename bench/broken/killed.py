"""A process that imports is killed in the middle: the version that was in force, or the new one, opens whole."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.broken.seeds import MAPPING, REFERENCE, ROOT, TESTS
from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.location import Location
from core.store.lock import LOCK

IMPORT = """
import sys
from pathlib import Path
from core.catalogue import current
from core.ingest.bundle import bring_in
from core.ingest.mapping_file import from_toml
from core.store.location import Location
folder, store = Path(sys.argv[1]), Path(sys.argv[2])
paths, text = sorted((folder / "files").iterdir()), (folder / "mapping.toml").read_text(encoding="utf-8")
mapping, catalogue = from_toml(text, current()), current()
print("begins", flush=True)
print(bring_in(paths, catalogue, Location(store), mapping).version.digest, flush=True)
"""
DAY = 25 * 3600  # seconds after which what was left behind is swept


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One import that was killed after so many seconds, or ended before: which version is in force, what is wrong."""

    after: float
    ended: bool
    new: bool
    left_behind: int
    wrong: tuple[str, ...]


class Killing:
    """A folder of files with a mapping, a store with another version in force, and what both versions say of themselves."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, folder / "store"
        (folder / "files").mkdir()
        for name in ("m01_patients_cp932.csv", "m02_salt_wide.csv", "m05_merged_headers.xlsx", "m09_adverse_events.csv"):
            shutil.copy(TESTS / "import_cases" / name, folder / "files" / name)
        (folder / "mapping.toml").write_bytes(MAPPING)
        self.old = bring_in([REFERENCE], current(), Location(self.store)).version
        self.whole = folder / "whole"
        shutil.copytree(self.store, self.whole)
        self.seconds = self._one(None).after
        self.new = self._version()

    def kills(self, n: int, seed: int) -> Iterator[Kill]:
        """So many imports, each killed at a random moment of the time that one takes, and a tenth of it after."""
        chance = random.Random(seed)
        for _ in range(n):
            shutil.rmtree(self.store)
            shutil.copytree(self.whole, self.store)
            yield self._one(chance.uniform(0, 1.1 * self.seconds))

    def swept(self) -> bool:
        """True where the next import, a day later, leaves nothing that is not a version."""
        for path in self._leftovers():
            os.utime(path, (time.time() - DAY,) * 2)
        bring_in([REFERENCE], current(), Location(self.store))
        return not self._leftovers()

    def _leftovers(self) -> list[Path]:
        """Hidden files of the store but its lock, which stays."""
        return [path for path in self.store.glob(".*") if path.name != LOCK]

    def _one(self, after: float | None) -> Kill:
        temporary = self.folder / "temporary"  # what a killed import leaves there is the system's to clear
        temporary.mkdir(exist_ok=True)
        command = [sys.executable, "-c", IMPORT, str(self.folder), str(self.store)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "OPENBLAS_NUM_THREADS": "1"}
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            assert process.stdout
            process.stdout.readline()
            began = time.perf_counter()
            ended = _wait(process, after)
            took = time.perf_counter() - began
            if not ended:
                os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(temporary)
        if after is None:
            return Kill(after=took, ended=ended, new=True, left_behind=0, wrong=())
        found = self._version()
        wrong = () if found in (self.old.digest, self.new) else (f"{found} is in force",)
        left = len(self._leftovers())
        return Kill(after=after, ended=ended, new=found == self.new, left_behind=left, wrong=(*wrong, *self._damaged()))

    def _version(self) -> str:
        path = self.store / (self.store / "CURRENT").read_text(encoding="utf-8").strip()
        with duckdb.connect(str(path), read_only=True) as con:
            return str(con.execute("SELECT json->>'digest' FROM about").fetchall()[0][0])

    def _damaged(self) -> list[str]:
        """What is wrong with any version of the store: each must open, with as many rows as it says."""
        return [f"{path.name}: {why}" for path in self.store.glob("cohort-*.duckdb") if (why := _why(path))]


def _wait(process: "subprocess.Popen[str]", seconds: float | None) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _why(path: Path) -> str:
    tables = ("patient", "visit", "adverse_event", "lab")
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            said = con.execute("SELECT json->>'patients', json->>'visits', json->>'adverse_events', json->>'labs' FROM about")
            expected = [int(one) for one in said.fetchall()[0]]
            found = [con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in tables]
    except (duckdb.Error, LookupError) as error:
        return f"does not open: {error}"
    return "" if expected == found else f"{found} rows, not {expected}"
