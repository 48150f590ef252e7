"""Chooses the benchmarks and prints their lines: python -m bench
[click imports models refits safety scale slider query sessions start store], and, where named, [fuzz kill].
"""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence

from bench import click, fuzz, imports, kill, models, query, refits, safety, scale, sessions, slider, start, store
from bench.measured import HEADING, Line, Note

BENCHMARKS: dict[str, Callable[[], Iterator[Line | Note]]] = {
    "click": click.lines,
    "refits": refits.lines,
    "models": models.lines,
    "safety": safety.lines,
    "scale": scale.lines,
    "slider": slider.lines,
    "query": query.lines,
    "sessions": sessions.lines,
    "start": start.lines,
    "store": store.lines,
    "imports": imports.lines,
    "fuzz": fuzz.lines,
    "kill": kill.lines,
}
LONG = ("fuzz", "kill")  # an hour and more: run where they are named


def main(names: Sequence[str]) -> int:
    """Runs the named benchmarks, or all; returns the exit code. Nothing is asserted: the reader judges."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped on the way out
    print(HEADING, flush=True)
    try:
        for name in names or [one for one in BENCHMARKS if one not in LONG]:
            for line in BENCHMARKS[name]():
                print(f"{name:9}{line}", flush=True)
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
