"""What the import page is built of: files in, what would come of them, what would change, and publishing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import streamlit as st

from core.domain.errors import CohortError, DataError
from core.domain.imports import ImportRefusal, ImportResult, Said
from core.domain.mapping import ImportMapping
from core.domain.marked import Marked
from core.export.import_report import as_html, as_template, as_workbook
from core.ingest.bundle import bring_in
from core.ingest.drafts import Draft, Trial, close, draft
from core.ingest.mapping_file import as_toml
from core.ingest.marked import marked
from core.ingest.trials import mapping_in, trial
from core.ingest.uploads import TAKEN
from core.store.location import Location, read_only
from core.tables.import_report import accounts_table, findings_table, short_findings_table
from core.ui import card, page
from core.ui.confirm import confirmed
from core.ui.import_progress import shown_progress
from core.ui.page import Context
from core.words.import_report import SUM
from core.words.imports import (
    CHECKING,
    CHOOSE_FILES,
    CONFIRM,
    FILES,
    FILES_HELP,
    MARKED,
    OTHER_FILES,
    PUBLISH,
    PUBLISH_THIS,
    PUBLISHING,
    READ_ONLY,
    REPORT,
    SAVED,
    TO_FILL_IN,
    findings_caption,
    heading_of,
    outcome_line,
    replaced_line,
)
from core.words.problems import SEVERITIES, site_line

DRAFT, UPLOADS = "import_draft", "import_uploads"
Outcome = ImportResult | ImportRefusal


def files_card(ctx: Context) -> Draft | None:
    """The files of the clinic, read as soon as they are chosen; None as long as there are none that can be."""
    if read_only():
        page.aside(READ_ONLY)
        return None
    made: Draft | None = st.session_state.get(DRAFT)
    if made and not made.folder.exists():  # a day later it may be gone
        _end(made)
        made = None
    files = []
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<h2 class='card-title'>{FILES}</h2>")
            if made and st.button(OTHER_FILES, key="import_other"):
                _end(made)
                st.rerun()
        if made:
            page.aside(", ".join(path.name for path in made.paths))
        else:
            key = f"{UPLOADS}_{st.session_state.get(UPLOADS, 0)}"
            files = st.file_uploader(CHOOSE_FILES, [*TAKEN], accept_multiple_files=True, key=key)
            page.aside(FILES_HELP)
    if files:
        _read(ctx, [(one.name, one.getvalue()) for one in files])
    return made


def _read(ctx: Context, files: Sequence[tuple[str, bytes]]) -> None:
    """Makes a draft of the files and draws the page anew, or says why they cannot be read."""
    try:
        with st.spinner(CHECKING):
            st.session_state[DRAFT] = draft(files, ctx.catalogue)
    except DataError as error:
        page.notice(str(error).splitlines()[0])
        if error.problems:
            findings_card(ctx, ImportRefusal(reason=str(error), findings=error.problems))
    else:
        st.rerun()


def _end(made: Draft) -> None:
    """Forgets the files; the browser's own list of them begins anew."""
    close(made)
    st.session_state.pop(DRAFT)
    st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1


def mapped(ctx: Context, made: Draft, start: ImportMapping) -> ImportMapping | None:
    """The mapping with what is chosen on the page; None where the choices contradict, which is said."""
    try:
        return mapping_in(made, ctx.catalogue, start)
    except CohortError as error:
        page.notice(str(error))
        return None


def tried(ctx: Context, made: Draft, mapping: ImportMapping) -> Trial:
    """What publishing would give."""
    with shown_progress(made, CHECKING):
        return trial(made, ctx.catalogue, _where(ctx), mapping)


def _where(ctx: Context) -> Location:
    return Location(ctx.store.path.parent)


def outcome_of(ctx: Context, tried: Trial) -> Outcome:
    """What came of the trial; what it would publish may be in force already."""
    outcome = tried.outcome
    if isinstance(outcome, ImportResult) and outcome.version.digest == ctx.store.version.digest:
        return replace(outcome, published=True)
    return outcome


def outcome_card(ctx: Context, made: Draft, outcome: Outcome, mapping: ImportMapping) -> None:
    """What would be published and what becomes of the rows, or why not; what there is to do and to take home."""
    with st.container(border=True):
        heading = heading_of(outcome)
        st.html(f"<h2 class='card-title'>{heading}</h2><p>{escape(outcome_line(outcome))}</p>")
        if isinstance(outcome, ImportResult) and outcome.site and not outcome.published:
            page.notice(site_line(outcome.site))
        if isinstance(outcome, ImportResult):
            card.show_whole(accounts_table(outcome.accounts), heading)
            page.aside(SUM)
        with st.container(horizontal=True, vertical_alignment="center"):
            if isinstance(outcome, ImportResult):
                _publish_button(ctx, made, outcome, mapping)
            _downloads(ctx, made, outcome, mapping)


def _publish_button(ctx: Context, made: Draft, outcome: ImportResult, mapping: ImportMapping) -> None:
    if not outcome.published and st.button(PUBLISH, type="primary", key="import_publish"):
        _publish(ctx, made, outcome, mapping)


def _downloads(ctx: Context, made: Draft, outcome: Outcome, mapping: ImportMapping) -> None:
    """Each file is made when it is asked for."""
    saved, now = as_toml(mapping), datetime.now(UTC)

    def found() -> Marked:
        return marked(made.paths, ctx.catalogue, outcome, mapping)

    _download(REPORT, lambda: as_html(outcome, now, saved), "import-report.html", "text/html")
    _download(MARKED, lambda: as_workbook(outcome, found(), now), "import-report.xlsx", card.XLSX)
    if any(one.severity in ("left_out", "emptied") for one in outcome.findings):
        _download(TO_FILL_IN, lambda: as_template(found()), "to-correct.xlsx", card.XLSX)
    _download(SAVED, saved.encode, "mapping.toml", "application/toml")


def _download(label: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(label, make, f"regrow-{name}", mime, key=f"import_{name}", on_click="ignore", icon=":material/download:")


def findings_card(ctx: Context, outcome: Outcome) -> None:
    """All that was found, the worst first."""
    worst = sorted(outcome.findings, key=lambda one: list(SEVERITIES).index(one.severity))
    words = findings_caption(outcome, ctx.today)
    card.show_list("import_findings", words, lambda: findings_table(worst), short=lambda: short_findings_table(worst))


@st.dialog(PUBLISH_THIS)
def _publish(ctx: Context, made: Draft, outcome: ImportResult, mapping: ImportMapping) -> None:
    if who := confirmed((outcome_line(outcome), replaced_line(ctx.store.version, outcome), CONFIRM), PUBLISH):
        try:
            with shown_progress(made, PUBLISHING):
                bring_in(made.paths, ctx.catalogue, _where(ctx), mapping, Said(about=made.about, who=who))
        except CohortError as error:
            page.notice(str(error))
        else:
            st.rerun()
