"""The chart card every chart sits in: title, chart or table, the words under it, and everything to take home."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TypeVar

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.charts.printed import printed
from core.domain.caption import Caption
from core.domain.rows import Rows
from core.export.picture import NO_BROWSER, SCALE, browser, picture
from core.export.sheets import csv_bytes, xlsx_bytes
from core.ui import link
from core.ui.grid import chosen, look
from core.ui.html_table import html_table
from core.ui.page import aside
from core.words.provenance import LINK, MORE, behind

Mark = TypeVar("Mark")
ASSETS = Path(__file__).parent / "assets"
CHART, TABLE = "Chart", "Table"
LINE = 130  # letters; words of no more are not worth folding away
QUIET = {"displayModeBar": False}
PRINT = {"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]], "staticPlot": False}
_pictures = st.components.v2.component(
    "picture_buttons",
    html="<div class='buttons'><button data-format='png'>PNG</button> <button data-format='svg'>SVG</button></div>",
    css=(ASSETS / "pictures.css").read_text(encoding="utf-8"),
    js=(ASSETS / "pictures.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one card shows. `figure` (None for a list) and the tables are made only when they are looked at.

    `table` holds all the numbers and goes into the files; `short`, where there is one, stands on the page instead. There, by
    keyboard too, a cell (row, column) can be chosen for the mark whose place `mark_of` gives of it, None for no mark.
    `whole`: all of the table is there to be read at once.
    """

    key: str
    caption: Caption
    figure: Callable[[], go.Figure] | None
    table: Callable[[], Rows]
    short: Callable[[], Rows] | None = None
    mark_of: Callable[[int, str], int | None] | None = None
    whole: bool = False


def show(card: Card, *, selectable: bool = False) -> list[int]:
    """Draws the card; returns the positions of the marks clicked in a selectable chart, or chosen in its table."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<h2 class='card-title'>{escape(card.caption.heading)}</h2>")
            view = _view(card.key)
            wanted = st.button("Take home", key=f"{card.key}_take", icon=":material/download:")
        clicked = _chart(card, selectable) if view == CHART else _table(card)
        _words(card.caption)
    if wanted:
        _take_home(card)
    return clicked


def _view(name: str) -> str:
    """Chart or table, kept in the link."""
    start = TABLE if link.kept(f"view-{name}") == TABLE.lower() else CHART
    if link.kept(f"view-{name}") != start.lower():
        link.refuse(f"view-{name}", "View", start, start.lower())
    key = f"{name}_view_{link.epoch()}"
    view = st.segmented_control("View", [CHART, TABLE], default=start, required=True, key=key, label_visibility="collapsed")
    link.keep(f"view-{name}", str(view).lower(), CHART.lower())
    return str(view)


def show_list(
    key: str, caption: Caption, table: Callable[[], Rows], *, whole: bool = False, short: Callable[[], Rows] | None = None
) -> None:
    """A card that is a table only: one to scroll and sort in, or `whole`, all of it to be read at once. `short` as in Card."""
    with _list(key, caption, table):
        (show_whole if whole else show_table)((short or table)(), caption.alt)


def show_rows(key: str, caption: Caption, table: Callable[[], Rows], *, short: Callable[[], Rows] | None = None) -> int | None:
    """A card that is a table, of which one row can be picked; returns its place. `short` as in Card."""
    with _list(key, caption, table):
        found = (short or table)()
        picked = chosen(found, caption.alt, "rows", key)
    return next((row for row in picked if row < len(found)), None)


def clicked_of(of: Sequence[Mark], places: Sequence[int]) -> Mark | None:
    """The mark that was clicked, of all that a selectable chart draws; None where none was, or there are fewer by now."""
    return of[places[0]] if places and places[0] < len(of) else None


@contextmanager
def _list(key: str, caption: Caption, table: Callable[[], Rows]) -> Iterator[None]:
    """The frame of a card that is a table."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<h2 class='card-title'>{escape(caption.heading)}</h2>")
            wanted = st.button("Take home", key=f"{key}_take", icon=":material/download:")
        yield
        _words(caption)
    if wanted:
        _take_home(Card(key=key, caption=caption, figure=None, table=table))


def _words(caption: Caption) -> None:
    """What to know first; the rest behind it, folded away where it is long. One element: each costs time at every click."""
    note, rest = f"<p class='card-note first'>{escape(caption.note)}</p>", behind(caption)
    told = f"<p class='card-note'>{escape(rest)}</p>" if rest else ""
    folded = f"<details class='more'><summary>{MORE}</summary>{told}</details>" if len(rest) > LINE else told
    st.html(note + folded)


def _chart(card: Card, selectable: bool) -> list[int]:
    event = st.plotly_chart(
        (card.figure or go.Figure)(),
        key=card.key,
        theme=None,
        config=QUIET,
        on_select="rerun" if selectable else "ignore",
        selection_mode="points",
        alt=card.caption.alt,
    )
    points = event["selection"]["points"] if selectable and isinstance(event, dict) else []
    return [point["customdata"][0] for point in points if point.get("customdata") and isinstance(point["customdata"][0], int)]


def _table(card: Card) -> list[int]:
    found = (card.short or card.table)()
    if card.mark_of is None:
        (show_whole if card.whole else show_table)(found, card.caption.title)
        return []
    cells = chosen(found, card.caption.title, "cells", card.key)
    return [mark for one in cells if (mark := card.mark_of(*one)) is not None]


def drawer(heading: str, key: str, *, opened: bool = False) -> DeltaGenerator | None:
    """A place that is folded away unless it begins `opened`; None while it is shut, so that nothing is computed for it."""
    place = st.expander(heading, opened, on_change="rerun", key=f"{key}_drawer")
    return place if place.open else None


def show_table(table: Rows, alt: str) -> None:
    """A table with one decimal for percentages and points, three for p-values."""
    st.dataframe(list(table), **look(table, alt))


def show_whole(table: Rows, alt: str) -> None:
    """The whole table as a page shows it; a first column that repeats itself is written once."""
    st.html(html_table(table, alt))


@st.dialog("Take home", width="large")
def _take_home(card: Card) -> None:
    caption = card.caption
    figure = printed(card.figure(), caption) if card.figure else None
    with st.container(horizontal=True, vertical_alignment="center"):
        if figure is not None:
            _picture_buttons(figure, caption)
        _download("CSV", lambda: csv_bytes(card.table(), caption), f"{caption.file_stem}.csv", "text/csv")
        _download("XLSX", lambda: xlsx_bytes(card.table(), caption), f"{caption.file_stem}.xlsx", XLSX)
    if figure is not None and browser() is None:
        aside(NO_BROWSER)
    if figure is not None:
        with st.container(key="print"):
            st.plotly_chart(figure, key="print_chart", theme=None, config=PRINT, alt=caption.alt)
    aside(LINK)
    st.html("<h3 class='card-title'>How was this made?</h3>" + _how(caption))


def _picture_buttons(figure: go.Figure, caption: Caption) -> None:
    size = {"width": figure.layout.width, "height": figure.layout.height}
    _pictures(key="print_buttons", data=size | {"name": caption.file_stem, "scale": SCALE}, width="content")
    name = f"{caption.file_stem}.pdf"
    _download("PDF", lambda: picture(figure, "pdf"), name, "application/pdf", disabled=browser() is None)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _download(label: str, make: Callable[[], bytes], name: str, mime: str, disabled: bool = False) -> None:
    st.download_button(label, make, name, mime, key=f"print_{label}", on_click="ignore", disabled=disabled)


def _how(caption: Caption) -> str:
    return "".join(f"<p><strong>{escape(heading)}.</strong> {escape(words)}</p>" for heading, words in caption.how)
