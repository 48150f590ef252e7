"""Combinations of events as a table."""

from core.domain.event_combinations import CombinationResult
from core.domain.rows import Row, Rows
from core.words.event_combinations import OTHERS, members_words


def combinations_table(result: CombinationResult) -> Rows:
    """One row a combination: kinds, patients, everyone treated, the share in percent with its limits; the rest last."""
    rows: list[Row] = [
        {
            "Combination": members_words(result, one),
            "Kinds": len(one.members),
            "Patients": one.patients,
            "Treated": result.treated,
            "%": None if one.rate.value is None else 100 * one.rate.value,
            "%, low": None if one.rate.low is None else 100 * one.rate.low,
            "%, high": None if one.rate.high is None else 100 * one.rate.high,
        }
        for one in result.combinations
    ]
    rest: Row = {
        "Combination": f"{OTHERS} ({result.found - len(result.combinations):,})",
        "Kinds": None,
        "Patients": result.others,
        "Treated": result.treated,
        "%": None,
        "%, low": None,
        "%, high": None,
    }
    return [*rows, rest] if result.others else rows
