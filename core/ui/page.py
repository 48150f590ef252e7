"""What every page begins with: its title, the cohort in words, and how many are in view."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.analysis.recorded import recorded
from core.domain.catalogue import Catalogue
from core.domain.facets import Facet, Facets
from core.domain.filters import CohortFilter
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.ui import cached
from core.words.cohort import filter_sentence, without_table
from core.words.numbers import count
from core.words.provenance import SYNTHETIC

CONTEXT = "page_context"
NOBODY = "Nobody matches this filter. Loosen one of the conditions in the sidebar, or reset all."


class NobodyInView(Exception):
    """The filter leaves nobody, and the page has nothing to say about nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a page works with: the store, its catalogue, the filter in force, how many it keeps, and everyone's values."""

    store: CohortStore
    catalogue: Catalogue
    cohort: CohortFilter
    in_view: int
    everyone: Facets
    today: date

    def values_of(self, variable: Variable) -> Facet:
        """What everyone's values of a filterable variable are."""
        return next(facet for facet in self.everyone.facets if facet.variable.name == variable.name)


def open_context(store: CohortStore, cohort: CohortFilter) -> None:
    """Makes the context of this run; the page that runs next picks it up with `begin`."""
    st.session_state[CONTEXT] = Context(
        store=store,
        catalogue=store.catalogue,
        cohort=cohort,
        in_view=cached.in_view(store, cohort),
        everyone=cached.cohort_facets(store, CohortFilter()),
        today=datetime.now(UTC).date(),
    )


def begin(docstring: str | None, *, stop_when_empty: bool = True, needs: str = "") -> Context:
    """Draws the head of the page from its docstring and stops kindly where the filter leaves nobody, or the version lacks the
    table that the page `needs`."""
    context: Context = st.session_state[CONTEXT]
    title, _, lede = (docstring or "").strip().partition("\n")
    st.html(
        f"<header class='page-head'><h1>{escape(title.rstrip('.'))}</h1><p class='lede'>{escape(lede.strip())}</p>"
        f"<p class='cohort'><strong>{context.in_view:,} of {count(context.store.version.patients, 'patient')}</strong> "
        f"{escape(filter_sentence(context.catalogue, context.cohort))}</p>{_data(context)}</header>"
    )
    if needs and context.in_view:
        context = _of_whom_recorded(context, needs)
    if context.in_view == 0 and stop_when_empty:
        raise NobodyInView
    return context


def _of_whom_recorded(context: Context, table: str) -> Context:
    """The context without the patients of sites that gave no such table, which is told."""
    cohort = recorded(context.store, context.cohort, table)
    if cohort == context.cohort:
        return context
    in_view = cached.in_view(context.store, cohort)
    label, sites = context.catalogue.table(table).label, context.store.version.sites_without(table)
    notice(without_table(label, sites, context.in_view - in_view))
    return replace(context, cohort=cohort, in_view=in_view)


def notice(text: str, place: DeltaGenerator | None = None) -> None:
    """A sentence to the reader, as it stands: text that came from outside is never read as markup."""
    (place or st).html(f"<p class='notice' role='status'>{escape(text)}</p>")


def aside(text: str) -> None:
    """A quiet sentence between controls and cards."""
    st.html(f"<p class='card-note'>{escape(text)}</p>")


def _data(context: Context) -> str:
    """Whose data this is, always in the same place."""
    version = context.store.version
    simulated = f" {SYNTHETIC}" if version.synthetic else ""
    kind = "synthetic" if version.synthetic else "data"
    said = f"{version.cohort_name}, published {version.published_at[:10]}.{simulated}"
    return f"<p class='{kind}'>{escape(said)}</p>"
