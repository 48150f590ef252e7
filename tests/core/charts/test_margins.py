"""Room for the words beside an axis, before they are drawn."""

from typing import Any

import pytest

from core.charts.margins import LEGEND, width_of, with_room

MEASURED = {"Universalis (AU)": 98.5, "Observed completers": 140.4, "Last observation carried": 150.9, "Totalis (AT)": 68.5}
"""Pixels in the page's own letters at 15 pixels, measured in a browser."""


@pytest.mark.parametrize("text", MEASURED)
def test_the_width_of_a_label_is_about_what_a_browser_measures(text: str) -> None:
    assert width_of(text, 15) == pytest.approx(MEASURED[text], rel=0.06)


def test_the_longest_line_counts_markup_does_not_and_east_asian_letters_are_square() -> None:
    assert width_of("<b>Acne</b>", 15) == width_of("Acne", 15)
    assert width_of("i<br>Nasopharyngitis<br>i", 15) == width_of("Nasopharyngitis", 15)
    assert width_of("i<br><span style='font-size:10px'>Acne</span>", 15) == width_of("Acne", 10)
    assert width_of("円形脱毛症", 15) == 5 * 15
    assert width_of("", 15) == 0


def room(traces: list[dict[str, Any]] | None = None, **axes: dict[str, Any]) -> dict[str, int]:
    layout = {"margin": {"l": 8, "r": 8, "t": 8, "b": 8}, "xaxis": {}, "yaxis": {}} | axes
    margin: dict[str, int] = with_room(traces or [{"type": "bar"}], layout, 15)["margin"]
    return margin


def test_an_axis_takes_room_for_its_labels_and_title() -> None:
    plain = room()
    assert room(yaxis={"ticktext": ["A much longer label than a number"]})["l"] > plain["l"] + 150
    assert room(yaxis={"title": {"text": "Patients"}})["l"] > plain["l"]
    assert room(xaxis={"title": {"text": "Months"}})["b"] > plain["b"]
    assert room(xaxis={"ticktext": ["1<br>of 86"]})["b"] > plain["b"]
    assert plain["r"] == 8


def test_labels_above_or_hidden_take_none_below_or_beside() -> None:
    assert room(xaxis={"side": "top"})["b"] == room(xaxis={"showticklabels": False})["b"] == 8
    assert room(yaxis={"visible": False})["l"] == 8


def test_a_margin_that_is_wider_already_stays() -> None:
    assert room(margin={"l": 400, "r": 8, "t": 90, "b": 108}) == {"l": 400, "r": 8, "t": 90, "b": 108}


@pytest.mark.parametrize(
    ("traces", "named"),
    [
        ([{"type": "bar"}], False),
        ([{"type": "bar"}, {"type": "bar"}], True),
        ([{"type": "bar", "showlegend": True}], True),
        ([{"type": "bar"}, {"type": "scatter", "showlegend": False}], False),
        ([{"type": "heatmap"}, {"type": "heatmap"}], False),
    ],
)
def test_a_legend_takes_room_above(traces: list[dict[str, Any]], named: bool) -> None:
    assert room(traces)["t"] == (LEGEND if named else 8)
