"""The patients of a group in words."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.endpoint import AnalysisSet, Outcome, denominator, responds
from core.domain.members import Members
from core.domain.rates import RateResult
from core.words.cohort import filter_sentence
from core.words.numbers import count
from core.words.provenance import data_line
from core.words.rates import question, rate_stem, window_words
from core.words.sets import SETS

OUTSIDE = "not in the denominator"
ASSESSMENTS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.NOT_EVALUABLE: "not evaluable for this endpoint",
        Outcome.RESPONSE: "assessed, response",
        Outcome.NO_RESPONSE: "assessed, no response",
        Outcome.CARRIED_RESPONSE: "not assessed, last value a response",
        Outcome.CARRIED_NO_RESPONSE: "not assessed, last value no response",
        Outcome.MISSING: "never assessed",
    }
)


def assessment_words(outcome: Outcome) -> str:
    """What is known of one patient's response."""
    return ASSESSMENTS[outcome]


def counts_as(analysis_set: AnalysisSet, outcome: Outcome) -> str:
    """What that makes of the patient in an analysis set."""
    if not denominator(analysis_set, outcome):
        return OUTSIDE
    return "responder" if responds(analysis_set, outcome) else "non-responder"


def members_caption(catalogue: Catalogue, result: RateResult, found: Members, made_on: date) -> Caption:
    """Everything that stands around the list."""
    group = found.title or "all in view"
    listed = f"; the first {len(found.rows)} are listed" if found.total > len(found.rows) else ""
    title = f"Who they are: {group}"
    counted = f"{count(found.total, 'patient')} in view in this group{listed}.{'' if listed else _what_they_are(found)}"
    made = f"{question(result.spec)}, {window_words(result.spec)}; counted as in: {SETS[result.spec.analysis_set]}."
    return Caption(
        title=title,
        heading=title,
        note=counted,
        alt=f"{title}, {count(found.total, 'patient')}.",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=counted,
        method=made,
        data=data_line(found.provenance, made_on),
        synthetic=found.provenance.synthetic,
        how=(("Endpoint", result.spec.endpoint.definition),),
        file_stem=rate_stem(result, "patients"),
    )


def _what_they_are(found: Members) -> str:
    """` Counted 3 as responder and 7 as non-responder; 3 not in the denominator.`"""
    each = Counter(counts_as(found.spec.analysis_set, one.outcome) for one in found.rows)
    left = each.pop(OUTSIDE, 0)
    said = [f"{each[name]:,} as {name}" for name in ("responder", "non-responder")]
    return f" Counted {' and '.join(said)}{f'; {left:,} {OUTSIDE}' if left else ''}." if found.rows else ""
