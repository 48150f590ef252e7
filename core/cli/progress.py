"""A bar beside the output, where somebody looks at it and it takes long enough to be seen."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.domain.progress import Step, watched
from core.words.imports import STEPS

WIDTH = 30  # marks
UNSEEN = 1.0  # seconds without a bar


@contextmanager
def bar() -> Iterator[None]:
    """Shows how far the import within has come, in one line that is gone afterwards."""
    if not sys.stderr.isatty():
        yield
        return
    began = time.monotonic()

    def show(step: Step, share: float) -> None:
        if time.monotonic() - began > UNSEEN:
            full = round(WIDTH * share)
            print(
                f"\r[{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%}  {STEPS[step]:<30}", end="", file=sys.stderr, flush=True
            )

    try:
        with watched(show):
            yield
    finally:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
