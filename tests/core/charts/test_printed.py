"""A figure to take away: white, and stamped with all that must not get lost."""

from datetime import date
from textwrap import wrap

import plotly.graph_objects as go
import pytest

from core.catalogue import current
from core.charts.printed import CHARACTERS, WIDTH, printed
from core.charts.rate_bars import rate_bars
from core.domain.caption import Caption
from core.store.cohort_store import CohortStore
from core.words.rates import caption
from tests.building import ask

CATALOGUE = current()


@pytest.fixture
def figure(reference: CohortStore) -> go.Figure:
    return rate_bars(ask(reference, "aa_type", "sex"))


@pytest.fixture
def words(reference: CohortStore) -> Caption:
    result = ask(reference, "aa_type", "sex", where="sex=F")
    return caption(CATALOGUE, result, "rates", date(2026, 8, 1))


def stamped(title: str = "Title", cohort: str = "Everyone.") -> Caption:
    return Caption(
        title=title, heading="", note="", alt="", cohort=cohort, counts="n", method="m", data="d", synthetic=True, how=(),
        file_stem="x",
    )  # fmt: skip


def stamp(figure: go.Figure) -> str:
    return str(figure.layout.annotations[-1].text)


def test_the_print_is_white_and_as_wide_as_every_print(figure: go.Figure, words: Caption) -> None:
    found = printed(figure, words).layout
    assert (found.paper_bgcolor, found.plot_bgcolor, found.width) == ("#ffffff", "#ffffff", WIDTH)
    assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_the_print_bears_the_title_and_every_line_of_the_footer(figure: go.Figure, words: Caption) -> None:
    found = printed(figure, words)
    assert found.layout.title.text == f"<b>{words.title}</b>"
    lines = stamp(found).split("<br>")
    assert all(len(line.replace("&lt;", "<").replace("&gt;", ">")) <= CHARACTERS for line in lines)
    flat = " ".join(lines).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert flat == " ".join(" ".join(wrap(part, CHARACTERS)) for part in words.footer)
    assert "Patients with sex Female." in flat


def test_the_figure_of_the_page_stays_as_it_is(figure: go.Figure, words: Caption) -> None:
    before = figure.to_json()
    printed(figure, words)
    assert figure.to_json() == before


def test_the_print_draws_the_same_data_and_keeps_its_words(figure: go.Figure, words: Caption) -> None:
    found = printed(figure, words)
    assert [trace.to_plotly_json() for trace in found.data] == [trace.to_plotly_json() for trace in figure.data]
    assert found.layout.annotations[: len(figure.layout.annotations)] == figure.layout.annotations
    assert len(found.layout.annotations) == len(figure.layout.annotations) + 1


def test_the_footer_has_room_for_all_its_lines(figure: go.Figure) -> None:
    short, long = (printed(figure, stamped(cohort=text)) for text in ("Everyone.", "Patients with " + "a long list, " * 80))
    assert long.layout.margin.b > short.layout.margin.b
    assert long.layout.height - short.layout.height == long.layout.margin.b - short.layout.margin.b
    plot = [one.layout.height - one.layout.margin.t - one.layout.margin.b for one in (short, long)]
    assert plot[0] == plot[1]


def test_text_from_the_data_is_not_read_as_markup_in_title_and_footer(figure: go.Figure) -> None:
    found = printed(figure, stamped(title="By <b>A & B", cohort="Patients with site <a href='x'>&.")).layout
    assert found.title.text == "<b>By &lt;b&gt;A &amp; B</b>"
    assert "&lt;a href='x'&gt;&amp;." in found.annotations[-1].text


def test_the_title_of_the_lower_axis_has_its_own_room_above_the_stamp(figure: go.Figure) -> None:
    titled = go.Figure(figure)
    titled.update_layout(xaxis={"title": {"text": "Predicted risk"}})
    plain, roomy = printed(figure, stamped()), printed(titled, stamped())
    room = roomy.layout.margin.b - plain.layout.margin.b
    assert room > 0
    assert plain.layout.annotations[-1].yshift - roomy.layout.annotations[-1].yshift == room
    assert roomy.layout.height - plain.layout.height == room
