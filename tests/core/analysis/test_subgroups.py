"""One factor within subgroups: the two-by-two tables, the test of interaction by hand, and words where there is none."""

import math

import pandas as pd
import pytest
import statsmodels.formula.api as smf

from core.analysis.subgroups import subgroups, usual_subgroups
from core.analysis.terms import parse_terms
from core.catalogue import current
from core.charts.subgroups import subgroups as chart
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.subgroups import Subgroup, SubgroupResult, SubgroupSpec
from core.export.plain import plain
from core.store.cohort_store import CohortStore
from core.tables.subgroups import subgroups_table
from core.words.subgroups import as_text, finding, method
from tests.building import model, model_spec
from tests.core.analysis.test_model import one_and_two_way_filters
from tests.core.words.test_model import TODAY
from tests.test_reference_cohort import completers, tables  # noqa: F401  (fixtures)


def found(store: CohortStore, where: str = "", factor: str = "ivmp_history=0", by: str = "", **more: object) -> SubgroupResult:
    asked = model_spec(factor, **more)
    within = parse_terms(current(), by) or usual_subgroups(current(), asked.terms[0])
    return subgroups(store, CohortFilter.from_query(where), SubgroupSpec(model=asked, by=within))


def row(result: SubgroupResult, level: str) -> Subgroup:
    return next(row for block in result.blocks for row in block.rows if row.level == level)


def test_a_row_is_the_table_of_its_patients(reference: CohortStore, completers: pd.DataFrame) -> None:  # noqa: F811
    result = found(reference, by="sex;duration_years:4", estimator="ml")
    women = completers[completers.sex == "F"]
    one = row(result, "Female")
    with_it, without = (women[women.ivmp_history == value].responder for value in (1, 0))
    assert [(arm.events, arm.n) for arm in one.arms] == [(with_it.sum(), len(with_it)), (without.sum(), len(without))]
    odds = (with_it.sum() / (~with_it).sum()) / (without.sum() / (~without).sum())
    assert one.fit is not None
    assert one.fit.estimate.value == pytest.approx(odds, rel=1e-8)


def test_the_interaction_is_the_likelihood_ratio_of_statsmodels(
    reference: CohortStore,
    completers: pd.DataFrame,  # noqa: F811
) -> None:
    data = completers.assign(y=completers.responder.astype(int), short=(completers.duration_years <= 4).astype(int))
    both = smf.logit("y ~ ivmp_history * short", data).fit(disp=0, tol=1e-12)
    apart = smf.logit("y ~ ivmp_history + short", data).fit(disp=0, tol=1e-12)
    result = found(reference, by="duration_years:4", estimator="ml")
    expected = math.erfc(math.sqrt(both.llf - apart.llf))
    assert result.blocks[0].interaction.p == pytest.approx(expected, rel=1e-7)
    assert result.blocks[0].adjusted_p == result.blocks[0].interaction.p


def test_the_tests_are_adjusted_for_how_many_were_looked_at(reference: CohortStore) -> None:
    result = found(reference)
    tests = [(block.interaction.p, block.adjusted_p) for block in result.blocks if block.interaction.p is not None]
    assert len(tests) > 8
    assert max(p for p, _ in tests) == max(adjusted for _, adjusted in tests if adjusted is not None)
    assert all(adjusted is not None and adjusted >= p for p, adjusted in tests)
    assert f"Benjamini-Hochberg over {len(tests)} variables" in method(result)


def test_everyone_used_is_the_crude_model(reference: CohortStore) -> None:
    result = found(reference, estimator="ml", by="sex")
    alone = model(reference, terms="ivmp_history=0", estimator="ml").coefficients[0]
    assert result.overall is not None
    assert result.overall.fit == alone.adjusted
    assert result.overall.arms[0].n + result.overall.arms[1].n == 70


def test_one_separated_row_gives_every_row_the_same_estimator(reference: CohortStore) -> None:
    result = found(reference)
    assert (result.estimator, result.why) == ("firth", ("separated", "few events"))
    methods = {row.fit.estimate.method for block in result.blocks for row in block.rows if row.fit}
    assert methods == {"profile penalised likelihood"}


def test_a_level_without_contrast_says_so(reference: CohortStore) -> None:
    result = found(reference, by="prior_jak_inhibitor")
    assert "all with it, or all without" in as_text(current(), result, TODAY)
    assert result.blocks[0].interaction.note == "missing pairs"
    assert "no test of interaction: not all pairs of levels occur" in finding(result)


def test_a_variable_with_one_level_is_named_and_skipped(reference: CohortStore) -> None:
    result = found(reference, "sex=F", by="sex;aa_type")
    assert result.skipped == ("Sex",)
    assert "Not shown, for all patients used have one level: sex." in method(result)


@pytest.mark.parametrize(
    ("factor", "by", "words"),
    [
        ("aa_type=OA", "sex", "more than two levels"),
        ("sex=M", "sex", "its own levels"),
        ("sex=M;ivmp_history=0", "aa_type", "one factor"),
        ("sex=M", "age_years*10", "levels or cut points"),
    ],
)
def test_subgroups_that_cannot_be_are_refused(reference: CohortStore, factor: str, by: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        found(reference, factor=factor, by=by)


@pytest.mark.parametrize("kind", ["logistic", "least_squares"])
def test_every_filter_has_subgroups_or_a_stated_reason(reference: CohortStore, kind: str) -> None:
    for where in one_and_two_way_filters()[::3]:
        result = found(reference, where, by="sex;duration_years:4;aa_type", kind=kind)
        plain(result)
        assert result.blocks or result.status != "ok" or result.skipped, where
        chart(result)
        assert finding(result)
        assert len(subgroups_table(result)) == (1 if result.overall else 0) + sum(len(one.rows) for one in result.blocks)


def test_few_patients_in_a_row_give_every_row_the_estimator_its_own_model_would_have(reference: CohortStore) -> None:
    result = found(reference, by="sex;atopic_dermatitis;duration_years:4")
    assert result.estimator == "firth"
    assert "few events" in result.why
    alone = model(reference, "atopic_dermatitis=1", terms="ivmp_history=0")
    fit = next(
        row.fit for block in result.blocks for row in block.rows if (block.variable, row.level) == ("atopic_dermatitis", "Yes")
    )
    assert fit == alone.coefficients[0].adjusted
