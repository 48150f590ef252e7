"""Whose data it is and who could be known by it: the centre, pseudonyms, moved dates, and columns that were flagged."""

from html import escape
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.identifiers import Flagged, Treatment
from core.domain.mapping import ImportMapping
from core.domain.variable import AS_DATE
from core.ingest.centre import LONGEST_PREFIX, LONGEST_SITE
from core.ingest.drafts import Draft, flags_of
from core.ingest.identifiers import dates_of, fitting
from core.store.identities import ID
from core.ui import page
from core.ui.inputs import as_label
from core.ui.page import Context
from core.words.imports import (
    GUARD,
    GUARD_NOTE,
    HASH,
    HASH_HELP,
    PREFIX,
    PREFIX_HELP,
    SHIFT,
    SHIFT_HELP,
    SITE,
    SITE_HELP,
    TREATMENTS,
    flagged_line,
)

MOST = 24  # flagged columns that can be chosen for
START = "start_date"


def centre_fields(made: Draft, site: DeltaGenerator, prefix: DeltaGenerator) -> None:
    """The one centre that the files are of, and what stands before its identifiers, in their places."""
    with site:
        _field(made, "site", SITE, SITE_HELP, LONGEST_SITE)
    if made.site or made.prefix:  # what is asked for is seen
        with prefix:
            _field(made, "prefix", PREFIX, PREFIX_HELP, LONGEST_PREFIX)


def _field(made: Draft, name: Literal["site", "prefix"], label: str, told: str, longest: int) -> None:
    """A field that stands where the draft does."""
    key = f"import_{name}"
    st.session_state[key] = getattr(made, name)

    def take() -> None:
        setattr(made, name, str(st.session_state[key]).strip())

    st.text_input(label, max_chars=longest, key=key, on_change=take, help=told)


def guard_card(ctx: Context, made: Draft, mapping: ImportMapping) -> None:
    """What becomes of identifiers and dates, and of each column by which somebody could be known."""
    found = {one.column: one for flags in flags_of(made, mapping).values() for one in flags if one.why and one.column != ID}
    with st.container(border=True):
        st.html(f"<h2 class='card-title'>{GUARD}</h2>")
        columns = st.columns(2)
        with columns[0]:
            _switch(made, mapping, (ID, "hash"), HASH, HASH_HELP)
        with columns[1]:
            _switch(made, mapping, (START, "shift"), SHIFT, SHIFT_HELP)
        if not found:
            return
        page.aside(GUARD_NOTE)
        taken = [one for one in found.values() if _stored(one)]
        left = [one for one in found.values() if not _stored(one)]
        if left:
            st.html("".join(f"<p class='card-note'>{escape(flagged_line(one))}</p>" for one in left[:MOST]))
        places = st.columns(4)
        for at, one in enumerate(taken[:MOST]):
            with places[at % 4]:
                _treatment(ctx, made, one)


def _stored(one: Flagged) -> bool:
    """False where a column is not imported, or its day is only counted from."""
    return bool(one.variable) and not one.variable.endswith(AS_DATE)


def _switch(made: Draft, mapping: ImportMapping, asked: tuple[str, Treatment], label: str, told: str) -> None:
    """A switch for all patients alike; what the mapping says to begin with is where it stands."""
    name, treatment = asked
    key = f"import_{treatment}"
    st.session_state[key] = mapping.says(treatment)  # what is in force, whatever changed it

    def take() -> None:
        made.guards |= {said: "keep" for said, one in mapping.identifiers if one == treatment}
        made.guards[name] = treatment if st.session_state[key] else "keep"

    st.toggle(label, key=key, on_change=take, help=told)


def _treatment(ctx: Context, made: Draft, one: Flagged) -> None:
    fits = fitting(one, dates_of(ctx.catalogue))
    key = f"import_guard_{one.column}"
    st.session_state[key] = one.treatment if one.treatment in fits else fits[0]

    def take() -> None:
        made.guards[one.column] = st.session_state[key]

    st.selectbox(as_label(f"{one.column}: {one.why}"), fits, format_func=TREATMENTS.__getitem__, key=key, on_change=take)
