"""What an import makes of the clinic's words and rows: words that are not known, and the first rows before and after."""

import streamlit as st

from core.domain.mapping import ImportMapping
from core.ingest.drafts import Draft, Trial, first_rows
from core.ingest.source import SourceTable
from core.store.source_rows import taken_rows
from core.tables.import_preview import first_rows_table, taken_rows_tables
from core.ui import card, page
from core.ui.inputs import as_label
from core.ui.page import Context
from core.words.imports import (
    AS_FOUND,
    CAME,
    FIRST_ROWS,
    NOT_RECORDED,
    WORDS,
    WORDS_NOTE,
    unknown_word,
)

MOST_WORDS = 24
LEAVE = "\0"  # no answer yet


def words_card(ctx: Context, made: Draft, tried: Trial, mapping: ImportMapping) -> None:
    """Words of the clinic that stand for no value yet, and those that were given one here."""
    asked = {
        (name, one.found): None
        for one in tried.outcome.findings
        if one.found and (name := unknown_word(ctx.catalogue, one, mapping))
    }
    pairs = list(dict.fromkeys([*made.words, *asked]))[:MOST_WORDS]
    if not pairs:
        return
    with st.container(border=True):
        st.html(f"<h2 class='card-title'>{WORDS}</h2>")
        page.aside(WORDS_NOTE)
        columns = st.columns(4)
        for at, (name, found) in enumerate(pairs):
            with columns[at % 4]:
                _word(ctx, made, name, found)


def _word(ctx: Context, made: Draft, name: str, found: str) -> None:
    variable = next(one for table in ctx.catalogue.tables for one in table if one.name == name)
    shown = {LEAVE: AS_FOUND, **{level.value: level.label for level in variable.choices}, "": NOT_RECORDED}
    key = f"import_word_{name}_{found}"
    st.session_state[key] = made.words.get((name, found), LEAVE)

    def take() -> None:
        made.words.pop((name, found), None)
        if st.session_state[key] != LEAVE:
            made.words[name, found] = st.session_state[key]

    label = as_label(f"{variable.label}: {found[:40]}")
    st.selectbox(label, list(shown), format_func=shown.__getitem__, key=key, on_change=take)


def first_rows_card(made: Draft, source: SourceTable, tried: Trial, mapping: ImportMapping) -> None:
    """The first rows of a source, and what would be published of them."""
    rows = first_rows(made, source, mapping)
    with st.container(border=True):
        st.html(f"<h2 class='card-title'>{FIRST_ROWS}</h2>")
        shown = {CAME: first_rows_table(source.columns, rows)}
        if tried.store is not None:
            shown |= taken_rows_tables(
                tried.store.catalogue, taken_rows(tried.store, source.file, [at for at, _ in rows], made.site)
            )
        for tab, (name, table) in zip(st.tabs(list(shown)), shown.items(), strict=True):
            with tab:
                card.show_table(table, f"{FIRST_ROWS}: {name}")
