"""Blocks of the definitions page: the catalogue and the data version, to be read."""

from html import escape

import streamlit as st

from core.tables.definitions import (
    benchmarks_table,
    derived_table,
    endpoints_table,
    lab_tests_table,
    methods_table,
    monitoring_table,
    sets_rules_table,
    variables_table,
)
from core.ui.card import show_whole
from core.ui.page import Context
from core.words.versions import version_sentences


def version_card(ctx: Context) -> None:
    """Which data version is open, and what it holds."""
    with st.container(border=True):
        st.html("<h2 class='card-title'>Data version</h2>")
        sentences = version_sentences(ctx.store.version)
        st.html("".join(f"<p class='card-note'>{escape(sentence)}</p>" for sentence in sentences))


def endpoint_definitions(ctx: Context) -> None:
    """Endpoints and analysis sets."""
    with st.container(border=True):
        st.html("<h2 class='card-title'>Endpoints</h2>")
        show_whole(endpoints_table(ctx.catalogue), "Endpoints")
        st.html("<h2 class='card-title'>Analysis sets</h2>")
        show_whole(sets_rules_table(), "Analysis sets")


def variable_definitions(ctx: Context) -> None:
    """Every table of the data model, folded, and the variables made from visits."""
    for table in ctx.catalogue.tables:
        with st.expander(f"{table.label}: one row for {table.row}"):
            show_whole(variables_table(table), table.label)
    with st.expander("Made from the visits: one value for one patient"):
        show_whole(derived_table(ctx.catalogue), "Derived variables")


def lab_definitions(ctx: Context) -> None:
    """Every laboratory test with its units and grades, and the thresholds of drug monitoring."""
    with st.expander("Laboratory tests: units, factors and grades"):
        show_whole(lab_tests_table(ctx.catalogue), "Laboratory tests")
        show_whole(monitoring_table(ctx.catalogue), "Monitoring thresholds")


def method_definitions() -> None:
    """Every statistical method."""
    with st.expander("Methods"):
        show_whole(methods_table(), "Methods")


def benchmark_definitions(ctx: Context) -> None:
    """Every published rate."""
    with st.expander("Published rates"):
        show_whole(benchmarks_table(ctx.catalogue), "Published rates")
