"""What the page of versions is built of: which there are, what changed, and an earlier one in force again or removed."""

from html import escape

import streamlit as st

from core.analysis.version_diff import version_diff
from core.domain.errors import CohortError
from core.domain.history import Release, Versions
from core.domain.version_diff import VersionDiff
from core.store.location import Location, read_only
from core.store.put_back import put_back, remove
from core.store.releases import all_versions, path_of, previous
from core.tables.history import events_table, releases_table, short_releases_table, sources_table
from core.tables.version_diff import changes_table, headlines_table, patients_table, short_headlines_table, variables_table
from core.ui import cached, card, page
from core.ui.confirm import confirmed
from core.ui.inputs import choice
from core.ui.page import Context
from core.ui.patient_blocks import way_to
from core.words.history import (
    CHOOSE,
    CONFIRM_PUT_BACK,
    CONFIRM_REMOVE,
    EVENTS,
    HELD,
    ONE_ONLY,
    PUT_BACK,
    READ_ONLY,
    REMOVE,
    REMOVE_THIS,
    SOURCES,
    UNREADABLE,
    UNTOLD,
    caption,
    chosen_words,
    release_words,
)
from core.words.version_diff import HEADINGS, OUTDATED
from core.words.version_diff import caption as diff_caption

WHOLE = 12  # rows of a table that is there to be read at once


def _where(ctx: Context) -> Location:
    return Location(ctx.store.path.parent)


def versions_card(ctx: Context) -> Versions:
    """Every version on disk, and who published it when from which files."""
    found = all_versions(ctx.catalogue, _where(ctx))
    words = caption(found, ctx.store.version, ctx.today)
    whole = len(found.releases) <= WHOLE
    card.show_list("versions", words, lambda: releases_table(found), short=lambda: short_releases_table(found), whole=whole)
    return found


def version_choice(ctx: Context, found: Versions) -> Release | None:
    """The version that is compared with the one in force, chosen here beside what can be done with it; None where there is one
    version only."""
    others = {one.digest: one for one in found.releases if one.state != "in force"}
    if not others:
        page.aside(ONE_ONLY)
        return None
    before = previous(found)
    default = before.digest if before else next(iter(others))
    columns = st.columns([3, 1.6, 1, 1.6], vertical_alignment="bottom")
    with columns[0]:
        release = others[choice("version", CHOOSE, list(others), default, lambda digest: release_words(others[digest]))]
    if read_only():
        page.aside(READ_ONLY)
        return release
    usable = release.state == "earlier"
    if columns[1].button(PUT_BACK, key="put_back", disabled=not usable, width="stretch"):
        _put_back(ctx, release)
    if columns[2].button(REMOVE, key="remove", width="stretch"):
        _remove(ctx, release)
    return release


def comparison_cards(ctx: Context, release: Release | None) -> None:
    """What changed from the chosen version to the one in force, headline figures first."""
    if ctx.in_view == 0:
        page.aside(page.NOBODY)
    if release is None or release.state in ("outdated", "unreadable"):
        if release is not None:
            page.notice(OUTDATED if release.state == "outdated" else UNREADABLE)
        return
    path = path_of(_where(ctx), release.digest)
    found: VersionDiff = cached.answer(version_diff, ctx.store, ctx.cohort, path)
    diff_cards(ctx, found)
    _changed(ctx, found)


def diff_cards(ctx: Context, found: VersionDiff, place: str = "") -> None:
    """The headline figures of two versions, and what changed between them; `place` tells cards of two pages apart."""
    headlines = diff_caption(ctx.catalogue, found, "headlines", ctx.today)
    changes = diff_caption(ctx.catalogue, found, "changes", ctx.today)
    full, short = lambda: headlines_table(found), lambda: short_headlines_table(found)
    card.show_list(f"{place}headlines", headlines, full, short=short, whole=True)
    card.show_list(f"{place}changes", changes, lambda: changes_table(found), whole=True)


def _changed(ctx: Context, found: VersionDiff) -> None:
    """Variables and patients in whom something changed, folded away."""
    if found.changes and found.changes.variables and (place := card.drawer(HEADINGS["variables"], "variables")):
        words = diff_caption(ctx.catalogue, found, "variables", ctx.today)
        with place:
            card.show_list(
                "variables_changed", words, lambda: variables_table(found), whole=len(found.changes.variables) <= WHOLE
            )
    rows = patients_table(found)
    if rows and (place := card.drawer(HEADINGS["patients"], "patients")):
        words = diff_caption(ctx.catalogue, found, "patients", ctx.today)
        gone = set(found.changes.gone_ids if found.changes else ())
        with place:
            picked = card.show_rows("patients_changed", words, lambda: rows)
            patient = str(rows[picked]["Patient"]) if picked is not None else None
            way_to(None if patient in gone else patient, "patients_changed")


def origin_drawer(found: Versions, release: Release | None) -> None:
    """The files and the mapping of the chosen version, and of the one in force."""
    if place := card.drawer(SOURCES, "sources"):
        shown = [one for one in found.releases if one.state == "in force" or one == release]
        with place:
            for one in shown:
                _origin(one)


def _origin(release: Release) -> None:
    st.html(f"<h3 class='card-title'>{escape(release_words(release))}</h3>")
    if release.entry is None or not (release.entry.sources or release.entry.mapping):
        page.aside(UNTOLD)
        return
    if release.entry.sources:
        card.show_whole(sources_table(release.entry), SOURCES)
    if release.entry.mapping:
        st.code(release.entry.mapping, language="toml", wrap_lines=True)


def history_drawer(ctx: Context, found: Versions) -> None:
    """Everything that was ever done to versions."""
    if found.events and (place := card.drawer(EVENTS, "events")):
        with place:
            words = caption(found, ctx.store.version, ctx.today, EVENTS)
            card.show_list("events_done", words, lambda: events_table(found), whole=len(found.events) <= WHOLE)


@st.dialog(PUT_BACK)
def _put_back(ctx: Context, release: Release) -> None:
    if who := confirmed((chosen_words(release), CONFIRM_PUT_BACK), PUT_BACK):
        try:
            put_back(_where(ctx), ctx.catalogue, release.digest, who)
        except CohortError as error:
            page.notice(str(error))
        else:
            st.rerun()


@st.dialog(REMOVE_THIS)
def _remove(ctx: Context, release: Release) -> None:
    if who := confirmed((chosen_words(release), CONFIRM_REMOVE), REMOVE):
        try:
            held = remove(_where(ctx), [release.digest], who).held
        except CohortError as error:
            page.notice(str(error))
            return
        if held:
            page.notice(HELD)
        else:
            st.rerun()
