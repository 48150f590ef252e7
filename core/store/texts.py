"""Expressions as the engine's text.

A question is compiled over a table named `kept`; the filter is compiled apart, as what `kept` stands for. So a new filter costs
one small compilation whatever is asked of it, and a new question one whatever the filter. Both are kept by their shape.
"""

import re
import threading
from collections.abc import Callable

import ibis
from ibis.expr import types as ir

from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.store.expressions import in_view
from core.store.parameters import Shape, filter_shape
from core.store.schema import cohort_types

DIALECT = "duckdb"
KEPT = "kept"
MOST_TEXTS = 5000  # links can ask for ever new shapes

_texts: dict[tuple[object, ...], str] = {}
_compiling = threading.Lock()  # the query library keeps state of its own while it compiles
_MARKER = re.compile(r"BOUND_(?:NUMBER|TEXT)\('(\w+)'\)", re.IGNORECASE)


def text_over(store: CohortStore, cohort: CohortFilter, shape: Shape, build: Callable[[ir.Table], ir.Table]) -> str:
    """The text of a question of this shape, asked of the patients a filter keeps."""
    question = text_of(store, shape, lambda: build(table_named(store, KEPT)))
    return f"WITH {kept_as(store, KEPT, cohort)} {question}"


def kept_as(store: CohortStore, name: str, cohort: CohortFilter) -> str:
    """`name AS (the patients a filter keeps)`, for a WITH clause; never copied out by the engine, only looked through."""
    text = text_of(store, ("filter", filter_shape(cohort)), lambda: in_view(table_named(store, "cohort"), cohort))
    return f'"{name}" AS NOT MATERIALIZED ({text})'


def text_of(store: CohortStore, shape: Shape, build: Callable[[], ir.Table]) -> str:
    """The text of an expression, compiled the first time its shape is asked for."""
    key = (store.version.schema, store.version.months, shape)
    text = _texts.get(key)
    if text is None:
        with _compiling:
            text = _MARKER.sub(r"$\1", str(ibis.to_sql(build(), dialect=DIALECT)))
            if len(_texts) >= MOST_TEXTS:
                _texts.clear()
            _texts[key] = text
    return text


def table_named(store: CohortStore, name: str) -> ir.Table:
    """The unbound table with the columns of `cohort`, under a name."""
    return ibis.table(cohort_types(store.catalogue, store.version.months), name=name)
