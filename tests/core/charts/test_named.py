"""Nothing on a chart is left for the reader to guess: axes and lines are named, references and few patients said."""

import plotly.graph_objects as go
import pytest

from core.analysis.cut_scan import scan
from core.analysis.diagnostics import diagnose_model
from core.analysis.subgroups import subgroups, usual_subgroups
from core.catalogue import current
from core.charts.adjusted_risks import adjusted_chart
from core.charts.calibration import calibration
from core.charts.cut_scan import cut_scan
from core.charts.forest import forest
from core.charts.roc import roc
from core.charts.subgroups import subgroups as subgroups_chart
from core.charts.theme import FAINT
from core.domain.filters import CohortFilter
from core.domain.subgroups import SubgroupResult, SubgroupSpec
from core.store.cohort_store import CohortStore
from core.words.cut_scan import BEST, LARGEST
from core.words.diagnostic_plots import CHANCE, IDEAL
from tests.building import model, model_spec, scan_spec
from tests.core.analysis.test_adjusted import adjusted


def axes(figure: go.Figure) -> list[str | None]:
    layout = figure.to_dict()["layout"]
    return [(layout[name].get("title") or {}).get("text") for name in layout if name.startswith(("xaxis", "yaxis"))]


def within(store: CohortStore, where: str = "") -> SubgroupResult:
    factor = model_spec("sex=M")
    asked = SubgroupSpec(model=factor, by=usual_subgroups(current(), factor.terms[0]))
    return subgroups(store, CohortFilter.from_query(where), asked)


def test_every_axis_of_the_cut_off_scan_has_a_name(reference: CohortStore) -> None:
    figure = cut_scan(scan(reference, CohortFilter(), scan_spec()))
    assert axes(figure) == ["Disease duration up to, years", "Difference in points<br>above 0: more respond up to it", BEST]
    assert [one.name for one in figure.layout.shapes if one.showlegend] == [LARGEST]


def test_dotted_lines_are_named_on_the_chart(reference: CohortStore) -> None:
    result = model(reference)
    found = diagnose_model(reference, result)
    assert [one.name for one in calibration(result, found).layout.shapes if one.showlegend] == [IDEAL]
    assert CHANCE in [note.text for note in roc(result, found).layout.annotations]
    figure = adjusted_chart(adjusted(reference))
    line, name = figure.layout.shapes[0], figure.layout.annotations[-1]
    assert (name.text, name.x) == ("Observed 41.4%", line.x0)


@pytest.mark.parametrize(("coding", "reference_named"), [("treatment", "v Male"), ("effect", "v the mean of all levels")])
def test_a_row_of_the_forest_names_what_its_level_is_compared_with(
    reference: CohortStore, coding: str, reference_named: str
) -> None:
    figure = forest(model(reference, coding=coding))
    labels = dict(
        zip((text.split("  <br>")[0] for text in figure.layout.yaxis.ticktext), figure.layout.yaxis.ticktext, strict=True)
    )
    assert f">{reference_named}</span>" in labels["Sex: Female"]
    assert next(text for text in labels.values() if text.startswith("Age: per year")) == "Age: per year  "
    assert f"Sex: Female {reference_named}" in [data[1] for data in figure.data[0].customdata]
    assert f"Sex: Female {reference_named} " in figure.layout.meta["alt"]


def test_a_reference_from_the_data_is_never_read_as_markup(reference: CohortStore) -> None:
    figure = forest(model(reference, terms="duration_years:4=1"))
    assert "v &gt;4 years" in figure.layout.yaxis.ticktext[0]


def test_rows_whose_smaller_group_has_few_patients_are_marked_and_the_smallest_grey(reference: CohortStore) -> None:
    result = within(reference)
    figure = subgroups_chart(result)
    assert result.overall is not None
    rows = [result.overall, *(row for block in result.blocks for row in block.rows)]
    least = [min(arm.n for arm in row.arms) for row in rows if row.fit]
    assert {4 < n < 10 for n in least} == {True, False}
    assert min(least) < 5
    for n, colour, told in zip(least, figure.data[0].marker.color, figure.data[0].customdata, strict=True):
        assert (colour == FAINT) == (n < 5)
        assert ("n <5" in told[2], "n <10" in told[2]) == (n < 5, 5 <= n < 10)
