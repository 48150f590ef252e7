"""The chart of adjusted risks draws the numbers of its result, and words for lines."""

from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from core.charts.adjusted_risks import adjusted_chart
from core.charts.theme import FAINT
from core.store.cohort_store import CohortStore
from tests.core.analysis.test_adjusted import adjusted

Make = Callable[..., CohortStore]


def test_every_dot_stands_at_its_risk_with_its_interval(reference: CohortStore) -> None:
    found = adjusted(reference)
    figure = adjusted_chart(found)
    trace = figure.data[0]
    drawn = {data[0]: (x, x - minus, x + plus) for data, x, minus, plus in
             zip(trace.customdata, trace.x, trace.error_x.arrayminus, trace.error_x.array, strict=True)}  # fmt: skip
    for position, row in enumerate(found.risks):
        assert (position in drawn) == (row.risk is not None)
        if row.risk is not None:
            expected = [100 * (part or 0) for part in (row.risk.value, row.risk.low, row.risk.high)]
            assert drawn[position] == pytest.approx(expected)


def test_words_beside_the_dots_give_counts_risk_and_difference(reference: CohortStore) -> None:
    texts = [note.text for note in adjusted_chart(adjusted(reference)).layout.annotations]
    assert texts[0] == "10/11  <b>55.7% (16.8–88.6%)</b>  +30.3 (−11.4 to +72.1)"
    assert texts[1].endswith("reference")
    assert "n 70  <b>+0.6 (−0.2 to +1.4)</b>" in texts


def test_small_levels_are_marked_and_tiny_ones_grey(reference: CohortStore) -> None:
    found = adjusted(reference, "sex=F")
    figure = adjusted_chart(found)
    texts = [note.text for note in figure.layout.annotations]
    grey = {
        data[0] for data, colour in zip(figure.data[0].customdata, figure.data[0].marker.color, strict=True) if colour == FAINT
    }
    for position, row in enumerate(found.risks):
        assert ("n <5" in texts[position], "n <10" in texts[position]) == (row.size == "tiny", row.size == "small")
        assert (position in grey) == (row.size == "tiny")


@pytest.mark.parametrize("where", ["", "sex=F", "age_years=119.."])
def test_every_property_is_one_that_the_library_knows_and_nothing_changes_from_call_to_call(
    reference: CohortStore, where: str
) -> None:
    found = adjusted(reference, where)
    figure = adjusted_chart(found)
    go.Figure(figure.to_plotly_json())
    assert figure.to_json() == adjusted_chart(found).to_json()
    assert figure.layout.meta["alt"]
    if not where:
        assert figure.layout.shapes[0].x0 == pytest.approx(100 * 29 / 70)


def test_text_from_the_data_is_never_read_as_markup(make_store: Make) -> None:
    people = [{"patient_id": f"p{at}", "site": "<b>A" if at % 3 else "B & C"} for at in range(30)]
    visits = [{"patient_id": f"p{at}", "month": m, "salt": 10 if m and at % 2 else 90} for at in range(30) for m in (0, 9)]
    figure = adjusted_chart(adjusted(make_store(patient=people, visit=visits), terms="site"))
    assert "<b>" not in "".join(figure.layout.yaxis.ticktext)
