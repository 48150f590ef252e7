"""What the columns of the files are taken as, changed in place; words that are not known; the first rows before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from core.domain.column_uses import ColumnUse
from core.domain.errors import CohortError
from core.domain.history import HistoryEntry
from core.domain.mapping import ImportMapping, SourceMapping
from core.ingest.apply import mapping_of
from core.ingest.bundle import LONGEST_NAME, NO_MAPPING
from core.ingest.column_uses import is_whole, uses_of
from core.ingest.drafts import Draft, first_rows
from core.ingest.mapping_file import from_toml
from core.ingest.source import SourceTable
from core.ingest.trials import take_uses
from core.store.history import history
from core.store.location import Location
from core.tables.import_preview import edited, uses_table
from core.ui import page
from core.ui.import_guard import centre_fields
from core.ui.page import Context
from core.words.imports import (
    COLUMN,
    COLUMNS,
    COLUMNS_NOTE,
    EXAMPLES,
    FITS_NOTHING,
    MAPPED_BY,
    MONTH,
    NAME,
    NAME_KEPT,
    NOT_IN_A_TABLE,
    ORIGINS,
    SOURCE,
    TAKEN_AS,
    TEST,
    choices,
    taken_line,
)

HIGH = 16  # columns that are shown without scrolling


def start_row(ctx: Context, made: Draft) -> ImportMapping:
    """What the cohort is called, which centre it is, and the mapping to start from: that of last time, of a file, or none."""
    offered = _offered(ctx, made)
    if made.origin not in offered:
        _begin(made, best := list(offered)[-1], offered[best])
    name, site, prefix, by = st.columns([2.4, 1.7, 1.7, 1.8], vertical_alignment="bottom")
    if len(offered) > 1:
        with by:
            _origin(made, offered)
    with name:
        joins = NAME_KEPT if made.site and not ctx.store.version.synthetic else None
        called = st.text_input(
            NAME, made.about.name, max_chars=LONGEST_NAME, key="import_name", disabled=bool(joins), help=joins
        ).strip()
    made.about = replace(made.about, name=called or made.about.name)
    centre_fields(made, site, prefix)
    if made.origin == "file" and not any(mapping_of(offered["file"], source) for source in made.sources):
        page.notice(FITS_NOTHING)
    return offered[made.origin]


def _origin(made: Draft, offered: Mapping[str, ImportMapping]) -> None:
    """Which mapping to start from, chosen among several; it stands where the draft does, also after a look at another page."""
    key = "import_origin"
    st.session_state[key] = made.origin

    def take() -> None:
        chosen = st.session_state[key]
        _begin(made, chosen, offered[chosen])

    st.selectbox(MAPPED_BY, list(offered), format_func=ORIGINS.__getitem__, key=key, on_change=take)


def _begin(made: Draft, origin: str, start: ImportMapping) -> None:
    """Another mapping to start from: its centre counts, and nothing that was changed of the one before."""
    made.origin, made.site, made.prefix = origin, start.site, start.prefix
    made.begun += 1
    made.uses.clear()
    made.guards.clear()
    made.words.clear()


def _offered(ctx: Context, made: Draft) -> dict[str, ImportMapping]:
    """Mappings to start from, the last the best."""
    last = _last(ctx)
    known = last and any(mapping_of(last, source) for source in made.sources)
    return {"suggested": NO_MAPPING} | ({"last": last} if last and known else {}) | ({"file": made.given} if made.given else {})


def _last(ctx: Context) -> ImportMapping | None:
    """The mapping of the version in force, where it is one of a clinic."""
    if ctx.store.version.synthetic:
        return None
    try:
        done: Sequence[HistoryEntry] = history(Location(ctx.store.path.parent))
        text = next((one.mapping for one in done if one.digest == ctx.store.version.digest and one.mapping), "")
        return from_toml(text, ctx.catalogue) if text else None
    except CohortError:
        return None


def source_choice(made: Draft) -> SourceTable:
    """The table of the files that is looked at."""
    if len(made.sources) == 1:
        return made.sources[0]
    at = st.columns([2.4, 5.2])[0].selectbox(
        SOURCE, range(len(made.sources)), format_func=lambda at: made.sources[at].file, key="import_source"
    )
    return made.sources[at]


def columns_card(ctx: Context, made: Draft, source: SourceTable, mapping: ImportMapping) -> None:
    """One line a column; what is changed here is kept in the draft."""
    before = mapping_of(mapping, source) or SourceMapping(title=source.title, rows=())
    uses = made.uses.get(source.title) or uses_of(source.columns, before)
    with st.container(border=True):
        st.html(f"<h2 class='card-title'>{COLUMNS}</h2>")
        page.aside(f"{taken_line(uses)} {COLUMNS_NOTE}")
        if source.title not in made.uses and not is_whole(ctx.catalogue, source.columns, before):
            page.aside(NOT_IN_A_TABLE)
            return
        _editor(ctx, made, source, uses, mapping)


def _editor(ctx: Context, made: Draft, source: SourceTable, uses: Sequence[ColumnUse], mapping: ImportMapping) -> None:
    offered = choices(ctx.catalogue)
    key = f"import_columns_{made.sources.index(source)}_{made.begun}"
    base_key = f"{key}_base"
    if key not in st.session_state or base_key not in st.session_state or not made.uses.get(source.title):
        st.session_state[base_key] = uses
    base: Sequence[ColumnUse] = st.session_state[base_key]
    rows = uses_table(base, source.columns, first_rows(made, source, mapping), offered, dict(source.labels))
    tests = [test.label for test in ctx.catalogue.lab_tests if not test.made_from]
    st.data_editor(
        list(rows),
        key=key,
        hide_index=True,
        height="content" if len(rows) <= HIGH else 600,
        disabled=[COLUMN, EXAMPLES],
        column_config={
            TAKEN_AS: st.column_config.SelectboxColumn(options=list(offered), required=True),
            MONTH: st.column_config.TextColumn(max_chars=6),
            TEST: st.column_config.SelectboxColumn(options=tests),
        },
        on_change=_changed,
        args=(ctx, made, source, key, base),
        placeholder="–",
        alt=COLUMNS,
    )


def _changed(ctx: Context, made: Draft, source: SourceTable, key: str, base: Sequence[ColumnUse]) -> None:
    """Takes over what was changed in the table; what a browser may send beyond it is passed over."""
    edits: Mapping[int, Mapping[str, Any]] = st.session_state[key]["edited_rows"]
    take_uses(made, ctx.catalogue, source, base, edited(base, edits, choices(ctx.catalogue)))
