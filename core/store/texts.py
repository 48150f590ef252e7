"""Expressions as the engine's text, compiled once a shape."""

import re
import threading
from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from core.store.cohort_store import CohortStore
from core.store.expressions import cohort_table
from core.store.parameters import Shape

DIALECT = "duckdb"
_texts: dict[tuple[object, ...], str] = {}
_compiling = threading.Lock()  # expressions are built under it: the query library keeps state of its own
_MARKER = re.compile(r"BOUND_(?:NUMBER|TEXT)\('(\w+)'\)", re.IGNORECASE)


def text_of(store: CohortStore, shape: Shape, build: Callable[[ir.Table], ir.Table]) -> str:
    """The text of a query of this shape, compiled the first time it is asked for."""
    key = (store.catalogue.key, store.version.months, shape)
    text = _texts.get(key)
    if text is None:
        with _compiling:
            expression = build(cohort_table(store.catalogue, store.version.months))
            text = _MARKER.sub(r"$\1", str(ibis.to_sql(expression, dialect=DIALECT)))
        _texts[key] = text
    return text
