"""Runs jobs in a watched process, and starts another where one dies or takes too long: each is a failure of the file."""

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.broken.jobs import Files, written
from bench.broken.seeds import REFERENCE, ROOT
from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.location import Location

LONGEST = 60.0  # seconds an import may take
MOST_MEMORY = 2_048.0  # MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one import: "result", "refusal" or "failure" and why; seconds, and MB at the peak."""

    outcome: str
    seconds: float
    peak: float
    wrong: tuple[str, ...] = ()


class Watcher:
    """A store with a version in force, and a process that brings files into it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store, self.temporary = folder, folder / "store", folder / "temporary"
        self.temporary.mkdir(parents=True)
        bring_in([REFERENCE], current(), Location(self.store))
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Watcher":
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the process."""
        self._end()

    def outcome(self, files: Files) -> Outcome:
        """Brings the files in, and tells what came of it."""
        folder = self.folder / "job"
        shutil.rmtree(folder, ignore_errors=True)
        written(files, folder)
        answer = self._asked(folder)
        seconds, peak, wrong = answer["seconds"], answer["peak"], answer["wrong"]
        wrong += [f"{seconds:.0f} seconds"] if seconds > LONGEST else []
        wrong += [f"{peak:,.0f} MB"] if peak > MOST_MEMORY else []
        return Outcome(outcome="failure" if wrong else answer["outcome"], seconds=seconds, peak=peak, wrong=tuple(wrong))

    def _asked(self, folder: Path) -> dict[str, Any]:
        process = self._started()
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(str(folder)) + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], 2 * LONGEST)
        line = process.stdout.readline() if ready else ""
        if line:
            return dict(json.loads(line))
        code = process.wait() if ready else None  # its output has ended, and so does it
        self._end()
        shutil.rmtree(self.temporary)
        self.temporary.mkdir()
        why = f"the process died ({code})" if ready else f"no answer within {2 * LONGEST:.0f} seconds"
        return {"outcome": "failure", "seconds": 0.0 if ready else 2 * LONGEST, "peak": 0.0, "wrong": [why]}

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "bench.broken.watched", str(self.store), str(self.temporary)]
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "TMPDIR": str(self.temporary), "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def outcomes(jobs: Iterator[Files], folder: Path) -> Iterator[tuple[int, Files, Outcome]]:
    """Each job with its number and what came of it."""
    with Watcher(folder) as watcher:
        for at, files in enumerate(jobs):
            yield at, files, watcher.outcome(files)
