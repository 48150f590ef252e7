"""The catalogue is whole: everything it names exists, and its numbers agree with each other."""

import re
from dataclasses import replace

import pytest

from core.catalogue import current
from core.catalogue.lookup import checked, endpoint, filter_variable, groupable, threshold_endpoint, variable
from core.domain.catalogue import Benchmark
from core.domain.endpoint import Endpoint
from core.domain.errors import FilterError, RequestError
from core.domain.filters import CohortFilter
from core.domain.variable import Band, Measure, Variable

CATALOGUE = current()
ALL = [variable for table in CATALOGUE.tables for variable in table] + list(CATALOGUE.derived)


def within(band: Band, value: float) -> bool:
    above = band.low is None or value > band.low or (band.low_inclusive and value == band.low)
    below = band.high is None or value < band.high or (band.high_inclusive and value == band.high)
    return above and below


def test_names_and_keys_occur_once() -> None:
    for names in (
        [one.name for one in CATALOGUE.cohort_variables],
        [one.name for one in CATALOGUE.measures],
        [one.key for one in CATALOGUE.endpoints],
        [one.label for one in CATALOGUE.endpoints],
        [one.key for one in CATALOGUE.benchmarks],
        [one.name for one in CATALOGUE.tables],
        *([one.name for one in table] for table in CATALOGUE.tables),
    ):
        assert len(set(names)) == len(names)


def test_every_default_is_there() -> None:
    assert endpoint(CATALOGUE, CATALOGUE.default_endpoint).key == CATALOGUE.default_endpoint
    assert CATALOGUE.measure(CATALOGUE.main_measure).name == CATALOGUE.main_measure
    assert 0 <= CATALOGUE.window <= CATALOGUE.widest_window
    for name in CATALOGUE.baseline_variables:
        assert variable(CATALOGUE, name).timing == "baseline"


@pytest.mark.parametrize("one", CATALOGUE.endpoints, ids=lambda one: one.key)
def test_every_endpoint_is_a_condition_on_a_measure_within_its_range(one: Endpoint) -> None:
    measure = CATALOGUE.measure(one.measure)
    conditions = (one.at_most, one.reduction_percent, one.improvement)
    assert any(condition is not None for condition in conditions)
    for limit in (one.at_most, one.baseline_at_least):
        assert limit is None or measure.low <= limit <= measure.high
    assert one.reduction_percent is None or 0 < one.reduction_percent <= 100
    assert len(one.definition) > 20


@pytest.mark.parametrize("measure", CATALOGUE.measures, ids=lambda one: one.name)
def test_every_measure_is_a_column_of_the_visits_with_a_baseline(measure: Measure) -> None:
    column = next(one for one in CATALOGUE.table("visit") if one.name == measure.name)
    assert (column.low, column.high) == (measure.low, measure.high)
    assert f"baseline_{measure.name}" in {one.name for one in CATALOGUE.derived}
    columns = {one.name for one in CATALOGUE.table("visit")}
    assert {name for name, _ in measure.parts} <= columns
    assert not measure.parts or sum(weight for _, weight in measure.parts) == pytest.approx(1)


@pytest.mark.parametrize(
    ("salt", "value"),
    [(0, "0"), (0.5, "1-20"), (20, "1-20"), (20.5, "21-49"), (49.9, "21-49"), (50, "50-94"), (94.9, "50-94"), (95, "95-100"),
     (100, "95-100")],
)  # fmt: skip
def test_a_score_at_the_edge_falls_into_the_band_that_is_published(salt: float, value: str) -> None:
    assert [band.value for band in CATALOGUE.measure("salt").bands if within(band, salt)] == [value]


def test_bands_leave_no_gap_and_do_not_overlap() -> None:
    for measure in CATALOGUE.measures:
        for tenth in range(round(10 * measure.low), round(10 * measure.high) + 1) if measure.bands else ():
            assert sum(within(band, tenth / 10) for band in measure.bands) == 1, tenth / 10


def test_the_levels_of_a_banded_baseline_are_its_bands() -> None:
    for measure in CATALOGUE.measures:
        if measure.bands:
            levels = variable(CATALOGUE, f"baseline_{measure.name}_band").levels
            assert [(one.value, one.label) for one in levels] == [(one.value, one.label) for one in measure.bands]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_variable_has_a_range_or_levels_that_fit_its_kind(one: Variable) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", one.name)
    assert one.label
    assert len(one.definition) > 5
    if one.kind in ("number", "integer"):
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.high
        assert all(one.low <= cut < one.high for cut in one.cuts)
        assert list(one.cuts) == sorted(set(one.cuts))
    else:
        assert not one.cuts
    assert len({level.value for level in one.levels}) == len(one.levels)
    assert len({level.label for level in one.levels}) == len(one.levels)


def test_every_number_that_makes_groups_has_default_cut_points() -> None:
    assert all(one.cuts for one in groupable(CATALOGUE) if one.numeric)


def test_a_variable_that_may_not_exceed_another_names_one_of_its_table() -> None:
    for table in CATALOGUE.tables:
        names = {one.name for one in table}
        assert set(table.key) <= names
        assert {one.not_above for one in table if one.not_above} <= names


@pytest.mark.parametrize("row", CATALOGUE.benchmarks, ids=lambda row: row.key)
def test_every_published_rate_has_an_endpoint_a_source_and_a_percentage_that_fits_its_counts(row: Benchmark) -> None:
    assert row.endpoint in {one.key for one in CATALOGUE.endpoints}
    assert len(row.citation) > 5
    assert row.imputation
    assert row.month > 0
    assert 0 <= row.percent <= 100
    assert (row.events is None) == (row.n is None)
    if row.events is not None and row.n is not None:
        assert row.percent == round(100 * row.events / row.n, 1)


def test_the_time_of_a_published_rate_is_that_of_its_label() -> None:
    for row in CATALOGUE.benchmarks:
        unit, count = row.time_label.split()
        if unit == "week":
            assert row.month == round(int(count) * 7 / 30.4375, 1), row.key
        else:
            assert unit == "month"
            assert round(row.month) == int(count), row.key


def test_every_published_figure_is_one_of_a_kind_and_names_what_exists() -> None:
    for analysis in CATALOGUE.published:
        assert analysis.endpoint in {one.key for one in CATALOGUE.endpoints}
        assert analysis.citation
        for figure in analysis.figures:
            assert figure.printed
            assert sum([figure.everyone, figure.assessed, bool(figure.event), figure.group is not None]) <= 1
            if figure.group:
                name, level = figure.group
                assert level in {one.value for one in variable(CATALOGUE, name).levels}


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(RequestError, match=r"no endpoint 'salt33'.*salt20, salt10.*eyelash1.*'salt<=30'"):
        endpoint(CATALOGUE, "salt33")
    with pytest.raises(RequestError, match=r"no variable 'height'.*aa_type, sex, age_years.*baseline_salt_band"):
        variable(CATALOGUE, "height")
    with pytest.raises(FilterError, match=r"cannot be filtered on 'stop_reason'.*aa_type, sex, age_years"):
        filter_variable(CATALOGUE, "stop_reason")


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("sex=X", "no value 'X'. Choose from: F, M"),
        ("sex=1..2", "filter it by its values, for example sex=F"),
        ("age_years=40", "filter it by a range"),
        ("dose_mg=four", "its values are numbers"),
        ("start_date=2020", "cannot be filtered on"),
    ],
)
def test_a_condition_that_does_not_fit_its_variable_says_how_to_write_it(query: str, part: str) -> None:
    with pytest.raises(FilterError, match=re.escape(part)):
        checked(CATALOGUE, CohortFilter.from_query(query))


def test_a_number_that_is_chosen_from_is_spelt_as_the_store_spells_it() -> None:
    asked = CohortFilter.from_query("dose_mg=4.0,2.50,04")
    assert checked(CATALOGUE, asked) == CohortFilter.from_query("dose_mg=4,2.5")


def test_any_threshold_of_the_main_score_is_an_endpoint() -> None:
    made = endpoint(CATALOGUE, "salt<=33.5")
    assert (made.measure, made.at_most, made.needs_baseline) == ("salt", 33.5, False)
    assert (made.key, made.label) == ("salt<=33.5", "SALT ≤33.5")
    assert endpoint(CATALOGUE, made.key) == made
    assert "33.5" in made.definition


def test_a_threshold_that_has_a_name_is_the_named_endpoint() -> None:
    assert endpoint(CATALOGUE, "salt<=20") == threshold_endpoint(CATALOGUE, 20.0) == endpoint(CATALOGUE, "salt20")


@pytest.mark.parametrize("key", ["salt<=101", "salt<=100.001"])
def test_a_threshold_outside_the_score_is_refused_with_its_range(key: str) -> None:
    with pytest.raises(RequestError, match="SALT runs from 0 to 100"):
        endpoint(CATALOGUE, key)


@pytest.mark.parametrize("key", ["salt<=-1", "salt<=nan", "salt<=1e3", "age_years<=3", "salt<20", ""])
def test_what_is_no_threshold_is_no_endpoint(key: str) -> None:
    with pytest.raises(RequestError, match="no endpoint"):
        endpoint(CATALOGUE, key)


def test_published_estimates_have_the_models_they_are_refitted_with() -> None:
    catalogue = current()
    keys = {preset.key for preset in catalogue.presets}
    for analysis in (one for one in catalogue.published if one.estimates):
        assert analysis.fewer_terms in keys
        assert {one.variable for one in analysis.estimates} <= {term.variable for term in catalogue.published_terms}


@pytest.mark.parametrize("published", [False, True])
def test_published_estimates_without_one_preset_to_refit_them_with_are_refused(published: bool) -> None:
    presets = tuple(replace(preset, published=published) for preset in CATALOGUE.presets)
    with pytest.raises(ValueError, match="need one published preset to be refitted with; alopecia-areata has"):
        replace(CATALOGUE, presets=presets)
    assert replace(CATALOGUE, presets=presets, published=()).published_terms == () or published


def test_the_tests_of_kidney_and_liver_are_tests_of_the_catalogue() -> None:
    kidney, liver = CATALOGUE.kidney_rule, CATALOGUE.liver_rule
    tests = {one.key: one for one in CATALOGUE.lab_tests}
    assert {*kidney.tests, *liver.tests, *liver.enzymes, liver.bilirubin} <= set(tests)
    assert {*liver.enzymes, liver.bilirubin} <= set(liver.tests)
    assert {tests[one].made_from for one in (kidney.japan, kidney.ckd_epi)} == {kidney.creatinine}
    assert kidney.step_unit in [one.name for one in tests[kidney.creatinine].units]
    assert {kidney.female, kidney.male} <= {one.value for one in variable(CATALOGUE, "sex").choices}


def test_the_low_rate_of_the_kidney_is_where_its_grade_begins() -> None:
    rule = CATALOGUE.kidney_rule
    for test in (one for one in CATALOGUE.lab_tests if one.key in (rule.japan, rule.ckd_epi)):
        criterion = test.criterion(rule.version)
        assert criterion is not None
        assert [limit.times for row in criterion.rows if row.grade == rule.grade for limit in row.limits] == [rule.below]
