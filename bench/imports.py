"""A registry of 1,000,000 patients and some 10,000,000 visits brought in: against the engine's own reader on the same files.

The engine reads them into tables with types that it guesses, and checks nothing. Both in a process of their own, in turns.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.cohorts import KEPT, MAKING, MILLION
from bench.measured import Line, Note
from bench.servers import ROOT
from core.store.location import SETTING
from core.synthesis import synthesize

TURNS = 2
TARGET, MEMORY = 3.0, 2.0  # times the engine's own, GiB
MONTHS = tuple(range(12))
OWN = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
for path in sys.argv[2:]:
    con.execute(f"CREATE TABLE t{sys.argv.index(path)} AS FROM read_csv('{path}')")
con.close()
"""


def lines() -> Iterator[Line | Note]:
    """The ratio of times, and the largest memory of an import."""
    folder = _tables()
    files = [str(path) for path in sorted(folder.glob("*.csv"))]
    with tempfile.TemporaryDirectory(dir=KEPT) as made:
        ours: list[tuple[float, float]] = []
        other: list[tuple[float, float]] = []
        for turn in range(TURNS):
            store = f"duckdb:{made}/store-{turn}"
            ours.append(_run([sys.executable, "-m", "core", "import", str(folder)], {SETTING: store}))
            other.append(_run([sys.executable, "-c", OWN, f"{made}/own-{turn}.duckdb", *files]))
    what = "1,000,000 patients, 10,000,000 visits / the engine's reader"
    yield Line(what=what, ours=[ms for ms, _ in ours], other=[ms for ms, _ in other], target=TARGET)
    most = max(gib for _, gib in ours)
    yield Note(
        f"largest memory of an import {most:.2f} GiB (the reader {max(gib for _, gib in other):.2f}), at most {MEMORY:g}: "
        f"{'met' if most <= MEMORY else 'missed'}"
    )


def _tables() -> Path:
    """The folder of the files, made once."""
    folder = KEPT / "import-files"
    if not (folder / "about.toml").exists():
        print(MAKING.format(f"the files of {MILLION:,} patients", folder), flush=True)
        synthesize(MILLION, 1, folder, months=MONTHS, labs=False)
    return folder


def _run(command: Sequence[str], setting: dict[str, str] | None = None) -> tuple[float, float]:
    """Milliseconds, and the largest memory in GiB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | (setting or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return 1000 * (time.perf_counter() - began), used.ru_maxrss / 2**20
