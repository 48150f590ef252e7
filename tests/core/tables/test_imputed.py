"""The exported table of a model with imputed values says of every coefficient how much of its information is missing."""

from core.store.cohort_store import CohortStore
from core.tables.model import coefficients_table
from tests.building import model


def test_the_information_lost_stands_beside_every_estimate(reference: CohortStore) -> None:
    result = model(reference, missing="multiple")
    for row, one in zip(coefficients_table(result), result.coefficients, strict=True):
        assert one.adjusted is not None
        assert row["Adjusted missing information, %"] == 100 * (one.adjusted.missing_information or 0)
        assert row["Adjusted interval"] == "Rubin t"


def test_every_row_has_the_same_headings_where_some_have_no_crude_estimate(reference: CohortStore) -> None:
    rows = coefficients_table(model(reference, terms="sex=M;ivmp_history=0;sex*ivmp_history", missing="multiple"))
    assert len({tuple(row) for row in rows}) == 1


def test_complete_cases_have_no_such_column(reference: CohortStore) -> None:
    assert not [name for name in coefficients_table(model(reference))[0] if "missing information" in name]
