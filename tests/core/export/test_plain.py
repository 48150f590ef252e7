"""Results as JSON: every number finite, every name kept."""

import json
import math
from dataclasses import dataclass

import pytest

from core.analysis.facets import facets
from core.analysis.overview import overview
from core.analysis.rates import rates
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.export.plain import plain
from core.stats.differences import risk_difference
from core.stats.intervals import PROPORTION_METHODS, proportion
from core.store.cohort_store import CohortStore, versions
from core.store.location import Location
from tests.building import spec

WHERE = ("", "sex=F", "age_years=..25", "age_years=119..")


@dataclass(frozen=True)
class Held:
    """Something that a result could hold."""

    inside: object


def numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers(part)]
    if isinstance(value, list):
        return [number for part in value for number in numbers(part)]
    return [value] if isinstance(value, int | float) else []


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("by", [(), ("aa_type",), ("aa_type", "sex"), ("duration_years:2,4,8", "site")])
@pytest.mark.parametrize("interval", ["wilson", "jeffreys"])
def test_rates_are_plain_numbers_and_texts(reference: CohortStore, where: str, by: tuple[str, ...], interval: str) -> None:
    result = rates(reference, CohortFilter.from_query(where), spec(*by, interval=interval))
    found = plain(result)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert all(math.isfinite(number) for number in numbers(found))
    assert found["cohort"] == where
    assert found["overall"]["n"] == result.overall.n
    assert [group["events"] for group in found["groups"]] == [group.events for group in result.groups]
    assert found["provenance"]["version"] == reference.version.digest


@pytest.mark.parametrize("where", WHERE)
def test_overview_and_facets_are_plain_numbers_and_texts(reference: CohortStore, where: str) -> None:
    cohort = CohortFilter.from_query(where)
    for found in (plain(overview(reference, cohort, spec())), plain(facets(reference, cohort))):
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_versions_are_plain_numbers_and_texts(reference_location: Location) -> None:
    found = plain(versions(reference_location))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found[0]["patients"] == 86
    assert found[0]["in_force"] is True


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_one_is_refused_wherever_it_is(bad: float) -> None:
    for value in (bad, (1.0, bad), [bad], Held(bad), Held((Held(bad),))):
        with pytest.raises(ValueError, match="has no place"):
            plain(value)


def test_the_analysis_set_is_written_by_its_name_and_the_filter_as_in_a_link() -> None:
    assert plain(Held(AnalysisSet.NRI)) == {"inside": "nri"}
    assert plain(Held((CohortFilter.from_query("age_years=18..40;sex=F"), None, True))) == {
        "inside": ["age_years=18..40;sex=F", None, True]
    }


@pytest.mark.parametrize("interval", PROPORTION_METHODS)
@pytest.mark.parametrize("level", [0.9, 0.99])
def test_every_interval_inside_a_result_is_that_of_its_counts(reference: CohortStore, interval: str, level: float) -> None:
    result = rates(reference, CohortFilter(), spec("aa_type", "sex", interval=interval, level=level))
    for one in (result.overall, *result.groups, *result.sets):
        assert one.rate == proportion(one.events, one.n, interval, level)
    for group in result.groups:
        against = next(g for g in result.groups if g.levels[0].value == result.reference and g.levels[1] == group.levels[1])
        if group.difference:
            ours, theirs = (group.events, group.n), (against.events, against.n)
            assert group.difference == risk_difference(ours, theirs, "newcombe", level)
