"""Diagnostics of a model as tables."""

from core.domain.diagnostics import Diagnostics
from core.domain.rows import Rows
from core.words.diagnostics import READS, measures, number, range_words
from core.words.numbers import ratio


def measures_table(found: Diagnostics) -> Rows:
    """One row a measure: on these patients, corrected for optimism, and what it says."""
    return [
        {"Measure": name, "These patients": shown, "Corrected": corrected, "Reads": READS[name]}
        for name, shown, corrected in measures(found)
    ]


def ranges_table(found: Diagnostics) -> Rows:
    """One row a coefficient: the odds ratio, its range when any one patient is left out, and the overlap of its term."""
    overlaps = {one.label: number(one.inflation) for one in found.overlaps}
    return [
        {
            "Term": one.label,
            "Level": one.level,
            "Odds ratio": ratio(one.estimate),
            "Range": range_words(one),
            "Overlap of the term": overlaps[one.label],
        }
        for one in found.ranges
    ]
