"""What the filter panel is given to draw."""

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from core.analysis.facets import facets
from core.catalogue import current
from core.domain.filters import Clause, CohortFilter
from core.store.cohort_store import CohortStore
from core.ui.panel import content

Make = Callable[..., CohortStore]
CATALOGUE = current()


def drawn(store: CohortStore, where: str = "", can_undo: bool = False) -> dict[str, Any]:
    return content(facets(store, CohortFilter.from_query(where)), can_undo)


def facet(panel: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in panel["facets"] if one["name"] == name)


@pytest.mark.parametrize("where", ["", "sex=F;age_years=18..40,missing", "age_years=119..", "site=missing"])
def test_all_that_the_panel_draws_can_be_sent_to_the_browser(reference: CohortStore, where: str) -> None:
    panel = drawn(reference, where)
    assert json.loads(json.dumps(panel, allow_nan=False)) == panel


def test_the_head_says_how_many_are_in_view_and_what_can_be_undone(reference: CohortStore) -> None:
    everyone, women = drawn(reference), drawn(reference, "sex=F", can_undo=True)
    assert (everyone["head"], everyone["canReset"], everyone["canUndo"]) == ("86 of 86 patients", False, False)
    assert women["head"] == f"{women['inView']} of 86 patients"
    assert women["inView"] < 86
    assert (women["canReset"], women["canUndo"]) == (True, True)


def test_every_variable_that_somebody_has_is_offered_in_the_order_of_the_catalogue(reference: CohortStore) -> None:
    assert [one["name"] for one in drawn(reference)["facets"]] == [one.name for one in CATALOGUE.filterable]


def test_variables_nobody_has_are_hidden_unless_they_are_filtered_on(make_store: Make) -> None:
    store = make_store(
        patient=[{"patient_id": name, "sex": sex, "age_years": ""} for name, sex in (("a", "F"), ("b", ""))],
        visit=[{"patient_id": name, "month": month, "salt": 50} for name in "ab" for month in (0, 9)],
    )
    assert [one["name"] for one in drawn(store)["facets"]] == ["sex", "baseline_salt", "baseline_salt_band"]
    assert facet(drawn(store, "age_years=18..,missing"), "age_years")["active"]
    assert (facet(drawn(store), "sex")["missing"], facet(drawn(store), "sex")["missingTotal"]) == (1, 1)


def test_chosen_values_are_checked_and_the_others_keep_their_counts(reference: CohortStore) -> None:
    panel = drawn(reference, "aa_type=AM,AU")
    rows = facet(panel, "aa_type")["rows"]
    assert {row["value"]: row["checked"] for row in rows} == {"AM": True, "OA": False, "AT": False, "AU": True}
    assert sum(row["n"] for row in rows) == 86
    assert sum(row["n"] for row in rows if row["checked"]) == panel["inView"]
    assert facet(panel, "aa_type")["active"]
    assert not facet(panel, "sex")["active"]
    assert all(row["total"] >= row["n"] for row in facet(panel, "sex")["rows"])


def test_a_chosen_value_that_nobody_has_stays_in_the_list(reference: CohortStore) -> None:
    rows = {row["value"]: row for row in facet(drawn(reference, "aa_type=patchy"), "aa_type")["rows"]}
    assert (rows["patchy"]["checked"], rows["patchy"]["total"]) == (True, 0)
    assert "diffuse" not in rows


@pytest.mark.parametrize("keep", [True, False])
def test_keeping_those_not_recorded_is_shown_as_it_is_set(reference: CohortStore, keep: bool) -> None:
    cohort = CohortFilter((Clause(column="sex", kind="in", values=("F",), keep_missing=keep),))
    assert facet(content(facets(reference, cohort), False), "sex")["keep"] is keep


def test_a_number_spans_its_data_and_shows_its_limits(reference: CohortStore) -> None:
    free, narrowed = (facet(drawn(reference, where), "age_years") for where in ("", "age_years=20..40"))
    assert (free["low"], free["high"]) == (free["min"], free["max"])
    assert (narrowed["low"], narrowed["high"]) == (20, 40)
    assert (narrowed["min"], narrowed["max"]) == (free["min"], free["max"])
    assert sum(total for _, _, total in free["bins"]) == 86
    assert all(math.isfinite(edge) and edge % free["binWidth"] == 0 for edge, _, _ in free["bins"])


def test_the_first_variables_are_unfolded_and_so_is_every_one_in_use(reference: CohortStore) -> None:
    panel = drawn(reference, "site=Centre 1")
    assert [one["open"] for one in panel["facets"]][:7] == [True] * 6 + [False]
    assert facet(panel, "site")["open"]
