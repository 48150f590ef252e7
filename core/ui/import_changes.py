"""What an import would change against the version in force."""

import streamlit as st

from core.analysis.version_diff import version_diff
from core.domain.filters import CohortFilter
from core.domain.version_diff import VersionDiff
from core.ingest.drafts import Trial
from core.store.cohort_store import CohortStore
from core.tables.version_diff import changes_table, headlines_table, short_headlines_table
from core.ui import card
from core.ui.page import Context
from core.words.version_diff import caption as diff_caption

CHANGES = "import_changes"


def change_cards(ctx: Context, tried: Trial) -> None:
    """What would change against the version in force."""
    if tried.store is None or tried.store.version.digest == ctx.store.version.digest:
        return
    found = _compared(ctx, tried.store)
    card.show_list(
        "import_headlines",
        diff_caption(ctx.catalogue, found, "headlines", ctx.today),
        lambda: headlines_table(found),
        short=lambda: short_headlines_table(found),
        whole=True,
    )
    card.show_list(
        "import_changes", diff_caption(ctx.catalogue, found, "changes", ctx.today), lambda: changes_table(found), whole=True
    )


def _compared(ctx: Context, store: CohortStore) -> VersionDiff:
    """What would change; kept for the session alone, for what is in force is another version once this one is published."""
    key = (store.version.digest, ctx.store.path)
    kept: tuple[object, VersionDiff] | None = st.session_state.get(CHANGES)
    if kept is None or kept[0] != key:
        kept = st.session_state[CHANGES] = key, version_diff(store, CohortFilter(), ctx.store.path)
    return kept[1]
