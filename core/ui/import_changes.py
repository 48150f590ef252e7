"""What an import would change against the version in force."""

import streamlit as st

from core.analysis.version_diff import version_diff
from core.domain.filters import CohortFilter
from core.domain.version_diff import VersionDiff
from core.ingest.drafts import Trial
from core.store.cohort_store import CohortStore
from core.ui.page import Context
from core.ui.version_blocks import diff_cards

CHANGES = "import_changes"


def change_cards(ctx: Context, tried: Trial) -> None:
    """What would change against the version in force."""
    if tried.store is None or tried.store.version.digest == ctx.store.version.digest:
        return
    diff_cards(ctx, _compared(ctx, tried.store), "import_")


def _compared(ctx: Context, store: CohortStore) -> VersionDiff:
    """What would change; kept for the session alone, for what is in force is another version once this one is published."""
    key = (store.version.digest, ctx.store.path)
    kept: tuple[object, VersionDiff] | None = st.session_state.get(CHANGES)
    if kept is None or kept[0] != key:
        kept = st.session_state[CHANGES] = key, version_diff(store, CohortFilter(), ctx.store.path)
    return kept[1]
