"""Combinations of events as a table."""

from core.domain.event_combinations import CombinationResult
from core.domain.rows import Row, Rows
from core.tables.estimates import estimate_cells
from core.words.event_combinations import OTHERS, members_words


def combinations_table(result: CombinationResult) -> Rows:
    """One row a combination: kinds, patients, everyone treated, the share in percent with its limits; the rest last."""
    rows: list[Row] = [
        {
            "Combination": members_words(result, one),
            "Kinds": len(one.members),
            "Patients": one.patients,
            "Treated": result.treated,
            **estimate_cells("%", one.rate, 100),
        }
        for one in result.combinations
    ]
    rest: Row = {
        "Combination": f"{OTHERS} ({result.found - len(result.combinations):,})",
        "Kinds": None,
        "Patients": result.others,
        "Treated": result.treated,
        **estimate_cells("%", None),
    }
    return [*rows, rest] if result.others else rows
