"""How far an import has come, told to whoever watches it; where nobody does, nothing is told and nothing costs time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise
from typing import Literal

Step = Literal["reading", "taking in", "cells", "checking", "tables", "patients", "labs", "writing", "done"]
Watch = Callable[[Step, float], None]
BEGINS: dict[Step, float] = {  # the share of all time before a step, as measured on a million patients with ten million visits
    "reading": 0.0,
    "taking in": 0.03,
    "cells": 0.36,
    "checking": 0.42,
    "tables": 0.6,
    "patients": 0.7,
    "labs": 0.85,
    "writing": 0.9,
    "done": 1.0,
}
_ENDS = {step: BEGINS[after] for step, after in pairwise(BEGINS)}
_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Tells `watch` of every step within, and the share of all that is done, 0 to 1."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def progress(step: Step, done: float = 0.0) -> None:
    """Says that a step has come so far, 0 to 1 of it."""
    watch = _watch.get()
    if watch is not None:
        begin = BEGINS[step]
        watch(step, begin + done * (_ENDS.get(step, 1.0) - begin))
