"""Diagnostics of a model as tables."""

from core.domain.diagnostics import Diagnostics
from core.domain.rows import Rows
from core.words.diagnostics import READS, estimate_shown, measures, range_words
from core.words.numbers import NONE, decimals


def measures_table(found: Diagnostics) -> Rows:
    """One row a measure: on these patients, corrected for optimism where any is, and what it says."""
    rows = measures(found)
    corrects = any(better != NONE for _, _, better in rows)
    return [
        {"Measure": name, "These patients": shown, **({"Corrected": better} if corrects else {}), "Reads": READS[name]}
        for name, shown, better in rows
    ]


def ranges_table(found: Diagnostics) -> Rows:
    """One row a coefficient: the odds ratio or slope, its range when any one patient is left out, and the overlap of its
    term."""
    overlaps, kind = {one.label: decimals(one.inflation) for one in found.overlaps}, found.spec.kind
    return [
        {
            "Term": one.label,
            "Level": one.level,
            "Odds ratio" if kind == "logistic" else "Slope, points": estimate_shown(one.estimate, kind),
            "Range": range_words(one, kind),
            "Overlap of the term": overlaps[one.label],
        }
        for one in found.ranges
    ]
