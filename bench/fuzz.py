"""10,000 broken files brought in one by one: each ends in a result or a refusal in words, within bounds, and nothing else."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.broken.jobs import KINDS, Kind, made, written
from bench.broken.watcher import LONGEST, MOST_MEMORY, Outcome, outcomes
from bench.measured import Note

FILES = "REGROW_FUZZ_FILES"  # how many in all, 10,000 where it is not set
SEED = "REGROW_FUZZ_SEED"
ONLY = "REGROW_FUZZ_KINDS"  # how the names of the kinds begin, separated by |; all where it is not set
KEEP = "REGROW_FUZZ_KEEP"  # a folder for the files that fail
ALL = 10_000
SHOWN = 20  # failures of a kind that are printed
HEAD = f"{'kind':34}{'files':>7}{'results':>9}{'refusals':>10}{'failures':>10}{'slowest, s':>12}{'peak, MB':>10}"


def lines() -> Iterator[Note]:
    """A line a kind, and one for each file that fails."""
    files, seed = int(os.environ.get(FILES, ALL)), int(os.environ.get(SEED, "1"))
    yield Note(
        f"{files:,} files, seed {seed}; at most {LONGEST:.0f} s and {MOST_MEMORY:,.0f} MB each, in a process of their own"
    )
    yield Note(HEAD)
    total: list[Outcome] = []
    for kind in (one for one in KINDS if one.what.startswith(tuple(os.environ.get(ONLY, "").split("|")))):
        got, failed = _run(kind, max(1, kind.share * files // ALL), seed)
        total += got
        yield Note(_line(kind.what, got))
        yield from [Note(f"    {one}") for one in failed[:SHOWN]]
    yield Note(_line("all", total))


def _run(kind: Kind, n: int, seed: int) -> tuple[list[Outcome], list[str]]:
    got: list[Outcome] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for at, files, outcome in outcomes(made(kind, n, seed), Path(folder)):
            got.append(outcome)
            if outcome.outcome == "failure":
                failed.append(f"{kind.what} {at}, {', '.join(files)}: {'; '.join(outcome.wrong[:3])}")
                if os.environ.get(KEEP):
                    written(files, Path(os.environ[KEEP]) / f"{seed} {kind.what} {at}")
    return got, failed


def _line(what: str, got: list[Outcome]) -> str:
    n = Counter(one.outcome for one in got)
    slowest, peak = max(one.seconds for one in got), max(one.peak for one in got)
    return f"{what:34}{len(got):7,}{n['result']:9,}{n['refusal']:10,}{n['failure']:10,}{slowest:12.1f}{peak:10,.0f}"
