"""Charts draw the numbers of their result and nothing else, the same every time."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from core.analysis.benchmarks import matching
from core.analysis.overview import overview
from core.catalogue import current
from core.charts.flow import flow_chart
from core.charts.rate_bars import rate_bars
from core.charts.rate_differences import rate_differences
from core.charts.rate_heatmap import rate_heatmap
from core.charts.rate_sets import rate_sets
from core.charts.theme import ACCENT, FAINT
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.rates import GroupRate
from core.store.cohort_store import CohortStore
from core.words.numbers import difference, percent, rate_interval, rate_with_interval
from tests.building import ask, spec

Make = Callable[..., CohortStore]
CATALOGUE = current()


def flow(store: CohortStore, where: str = "", key: str = "salt20") -> go.Figure:
    return flow_chart(overview(store, CohortFilter.from_query(where), spec(key=key)))


def sites(make_store: Make, *names: str) -> CohortStore:
    people = [(f"p{position}", name) for position, name in enumerate(names)]
    return make_store(
        patient=[{"patient_id": one, "site": name} for one, name in people],
        visit=[{"patient_id": one, "month": month, "salt": 10} for one, _ in people for month in (0, 9)],
    )


def marks(figure: go.Figure) -> list[Any]:
    """The traces that draw the result; those without data only explain the colours."""
    return [trace for trace in figure.data if trace.customdata is not None]


def drawn(figure: go.Figure) -> dict[int, tuple[float, float, float]]:
    """Position in the result -> value, low and high as they are drawn."""
    found: dict[int, tuple[float, float, float]] = {}
    for trace in marks(figure):
        bounds = zip(trace.customdata, trace.x, trace.error_x.arrayminus, trace.error_x.array, strict=True)
        found |= {data[0]: (x, x - minus, x + plus) for data, x, minus, plus in bounds}
    return found


def texts(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def shown(group: GroupRate) -> str:
    return f"<b>{group.events}/{group.n}</b>  {percent(group.rate.value)}  ({rate_interval(group.rate)})"


CHARTS: dict[str, Callable[[CohortStore], go.Figure]] = {
    "bars": lambda store: rate_bars(ask(store, "aa_type")),
    "split bars": lambda store: rate_bars(ask(store, "aa_type", "sex")),
    "bars with published rates": lambda store: rate_bars(ask(store), benchmarks=CATALOGUE.benchmarks[:3]),
    "heat map": lambda store: rate_heatmap(ask(store, "aa_type", "sex")),
    "differences": lambda store: rate_differences(ask(store, "aa_type")),
    "sets": lambda store: rate_sets(ask(store)),
    "flow": flow,
}


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_result_gives_the_same_figure_with_words_for_those_who_cannot_see_it(
    reference: CohortStore, name: str
) -> None:
    first, second = CHARTS[name](reference), CHARTS[name](reference)
    assert first.to_json() == second.to_json()
    assert first.layout.meta["alt"]
    assert first.layout.height > 100


@pytest.mark.parametrize("by", [(), ("aa_type",), ("aa_type", "sex"), ("duration_years:2,4,8", "aa_type"), ("sex",)])
def test_every_bar_is_as_long_as_its_rate_with_its_interval(reference: CohortStore, by: tuple[str, ...]) -> None:
    result = ask(reference, *by)
    found = drawn(rate_bars(result))
    groups = result.groups or (result.overall,)
    assert sorted(found) == list(range(len(groups)))
    for position, group in enumerate(groups):
        expected = [100 * (part or 0) for part in (group.rate.value, group.rate.low, group.rate.high)]
        assert found[position] == pytest.approx(expected, abs=1e-9)


def test_counts_stand_beside_the_bar_of_their_group(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "sex")
    figure = rate_bars(result)
    height = {data[0]: y for trace in marks(figure) for data, y in zip(trace.customdata, trace.y, strict=True)}
    beside = {note.y: note.text for note in figure.layout.annotations}
    for position, group in enumerate(result.groups):
        assert beside[height[position]].startswith(shown(group) if group.n else "no patient")
    assert list(height.values()) != sorted(height.values())  # two traces, so the order of the traces is not that of the bars
    assert [height[position] for position in range(len(height))] == sorted(height.values())


def test_bars_are_labelled_by_their_first_group_and_told_apart_by_their_second(reference: CohortStore) -> None:
    figure = rate_bars(ask(reference, "aa_type", "sex"))
    labels = ["Multiplex (AM)", "Ophiasis (OA)", "Totalis (AT)", "Universalis (AU)"]
    assert [text.strip() for text in figure.layout.yaxis.ticktext] == labels
    explained = {trace.name: trace for trace in figure.data if trace.showlegend}
    assert list(explained) == ["Female", "Male"]
    for trace in marks(figure):
        colours = set(trace.marker.color) - {FAINT}
        assert colours <= {explained[trace.name].marker.color}
    assert explained["Female"].marker.color != explained["Male"].marker.color


@pytest.mark.parametrize("by", [("aa_type",), ("aa_type", "sex"), ("sex", "aa_type")])
def test_bars_stand_in_the_row_of_their_label_without_touching_each_other(reference: CohortStore, by: tuple[str, ...]) -> None:
    result = ask(reference, *by)
    figure = rate_bars(result)
    rows = dict(zip([text.strip() for text in figure.layout.yaxis.ticktext], figure.layout.yaxis.tickvals, strict=True))
    bars = [
        (result.groups[data[0]].levels[0].label, y, width)
        for trace in marks(figure)
        for data, y, width in zip(trace.customdata, trace.y, trace.width, strict=True)
    ]
    for label, y, _ in bars:
        assert min(rows, key=lambda name: abs(rows[name] - y)) == label
    for label, middle in rows.items():
        assert sum(y - middle for name, y, _ in bars if name == label) == pytest.approx(0, abs=1e-9)
    ends = sorted((y - width / 2, y + width / 2) for _, y, width in bars)
    assert all(below[0] >= above[1] for above, below in pairwise(ends))
    assert max(end for _, end in ends) <= figure.layout.yaxis.range[0]


def test_groups_under_ten_are_marked_and_those_under_five_are_grey(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "sex")
    assert {group.size for group in result.groups} == {"tiny", "small", "enough"}
    for trace in marks(rate_bars(result)):
        for data, colour, opacity in zip(trace.customdata, trace.marker.color, trace.marker.opacity, strict=True):
            group = result.groups[data[0]]
            assert (colour == FAINT) == (group.n < 5)
            assert (opacity < 1) == (group.n < 10)
            assert ("n <5" in data[2], "n <10" in data[2]) == (0 < group.n < 5, 5 <= group.n < 10)


def test_the_line_of_everyone_stands_at_their_rate(reference: CohortStore) -> None:
    line = rate_bars(ask(reference, "aa_type")).layout.shapes[0]
    assert line.x0 == line.x1 == pytest.approx(100 * 29 / 70)
    assert line.name is None
    assert rate_bars(ask(reference, "aa_type", "sex")).layout.shapes[0].name == "All 29/70, 41.4%"
    assert not rate_bars(ask(reference)).layout.shapes


def test_published_rates_are_drawn_below_at_their_percentage(reference: CohortStore) -> None:
    result = ask(reference, "aa_type")
    rows, _ = matching(CATALOGUE, result.spec)
    figure = rate_bars(result, benchmarks=rows)
    points = marks(figure)[-1]
    assert list(points.x) == [row.percent for row in rows]
    assert min(points.y) > max(figure.data[0].y)
    *published, dotted = texts(figure)[len(result.groups) :]
    assert dotted == "All 29/70, 41.4%"
    for row, text in zip(rows, published, strict=True):
        assert f"{row.percent:g}%  published" in text
        assert row.events is None or f"{row.events}/{row.n}" in text


def test_every_analysis_set_is_a_dot_at_its_rate_and_the_one_in_use_stands_out(reference: CohortStore) -> None:
    result = ask(reference, analysis_set=AnalysisSet.LOCF)
    figure = rate_sets(result)
    for position, one in enumerate(result.sets):
        assert one.rate.value is not None
        assert one.rate.low is not None
        assert one.rate.high is not None
        expected = [100 * one.rate.value, 100 * one.rate.low, 100 * one.rate.high]
        assert drawn(figure)[position] == pytest.approx(expected)
        assert texts(figure)[position].startswith(f"<b>{one.events}/{one.n}</b>")
        in_use = one.analysis_set is AnalysisSet.LOCF
        assert figure.layout.yaxis.ticktext[position].startswith("<b>") == in_use
        assert (figure.data[0].marker.color[position] == ACCENT) == in_use


def test_differences_are_drawn_for_every_group_but_the_reference(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", reference="AT")
    others = [group for group in result.groups if group.difference]
    figure = rate_differences(result)
    assert len(others) == 3
    for position, group in enumerate(others):
        found = group.difference
        assert found is not None
        expected = [100 * (part or 0) for part in (found.value, found.low, found.high)]
        assert drawn(figure)[position] == pytest.approx(expected)
        assert texts(figure)[position] == difference(found)
        assert figure.layout.yaxis.ticktext[position].strip() == group.label


def test_a_difference_that_does_not_exist_has_a_row_and_no_dot(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "sex", where="age_years=..25", reference="AU")
    rows = [group for group in result.groups if group.difference]
    figure = rate_differences(result)
    without = [position for position, group in enumerate(rows) if group.difference and group.difference.value is None]
    assert without
    assert set(drawn(figure)) == set(range(len(rows))) - set(without)
    assert all(texts(figure)[position] == "–" for position in without)


def test_cells_of_the_heat_map_hold_their_counts_and_grey_where_there_are_few(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "sex")
    figure = rate_heatmap(result)
    columns = list(figure.layout.xaxis.ticktext)
    rows = [text.strip() for text in figure.layout.yaxis.ticktext]
    words = {(rows[int(note.y)], columns[int(note.x)]): note.text for note in figure.layout.annotations}
    for group in result.groups:
        place = (group.levels[0].label, group.levels[1].label)
        value = figure.data[0].z[rows.index(place[0])][columns.index(place[1])]
        assert words[place].startswith(f"<b>{group.events}/{group.n}</b>  {percent(group.rate.value)}")
        assert ("n <5" in words[place], "n <10" in words[place]) == (group.n < 5, 5 <= group.n < 10)
        assert value == (-1 if group.n < 5 else pytest.approx(100 * group.events / group.n))


def test_a_cell_without_patients_says_so_and_has_no_colour(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", "sex", where="age_years=..25")
    figure = rate_heatmap(result)
    empty = [group for group in result.groups if group.n == 0]
    assert empty
    assert texts(figure).count("no patient") == len(empty)
    assert sum(value is None for line in figure.data[0].z for value in line) == len(empty)


@pytest.mark.parametrize(("where", "key"), [("", "salt20"), ("sex=F", "eyebrow2"), ("age_years=119..", "salt20")])
def test_the_flow_has_a_bar_a_step_as_long_as_its_patients(reference: CohortStore, where: str, key: str) -> None:
    counted = overview(reference, CohortFilter.from_query(where), spec(key=key)).flow
    figure = flow(reference, where, key)
    outside = [counted.not_evaluable] if counted.not_evaluable else []
    left = [n for _, n in counted.left]
    steps = [counted.treated, counted.in_view, *left, *outside, counted.assessed, counted.responded]
    assert list(figure.data[0].x) == steps
    *before, responded = texts(figure)
    assert before == [f"<b>{n}</b>" for n in steps[:-1]]
    rate = f"<b>{counted.responded}/{counted.assessed}</b>  {rate_with_interval(counted.rate)}"
    assert responded == (rate if counted.assessed else "<b>0</b>")
    assert figure.layout.xaxis.range[1] >= max(steps)


def test_text_from_the_data_is_never_read_as_markup(make_store: Make) -> None:
    bad = "<b>A & B</b><img src=x>"
    store = sites(make_store, bad, bad, "<i>C")
    for figure in (rate_bars(ask(store, "site")), rate_differences(ask(store, "site")),
                   rate_bars(ask(store, "sex", "site")), rate_heatmap(ask(store, "site", "aa_type"))):  # fmt: skip
        for text in spoken(figure):
            assert "<img" not in text
            assert "A & B" not in text
            assert "<i>C" not in text
    assert rate_bars(ask(store, "site")).layout.yaxis.ticktext[1].strip() == "&lt;i&gt;C"


def spoken(figure: go.Figure) -> list[str]:
    """Every text of a figure that is read as markup."""
    parts: list[Any] = [*(figure.layout.yaxis.ticktext or ()), *(figure.layout.xaxis.ticktext or ()), *texts(figure)]
    for trace in figure.data:
        parts += [trace.name or ""]
        parts += [text for data in (() if trace.customdata is None else trace.customdata) for text in data[1:]]
    return [str(part) for part in parts]


def test_nobody_in_view_is_drawn_as_no_patient(reference: CohortStore) -> None:
    result = ask(reference, "aa_type", where="age_years=119..")
    assert texts(rate_bars(result)) == ["no patient"]
    assert drawn(rate_bars(result)) == {0: (0, 0, 0)}
    assert len(rate_differences(result).data[0].x) == 0
