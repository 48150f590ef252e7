"""Diagnostics of a model in words: what each measure says, and where it is a warning."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.diagnostics import MOST_SINGLE, Diagnostics, LinearChecks, Range
from core.domain.estimates import Test
from core.domain.model import ModelResult
from core.words.cohort import filter_sentence, listed
from core.words.diagnostic_sources import HOW
from core.words.model import counts, model_stem, title
from core.words.numbers import NONE, decimals, p_words, ratio, signed, tested
from core.words.optimism import corrected_shown, correction_words
from core.words.provenance import data_line

HEADING = "How far this can be trusted"
RANGES = "Without any one patient"
NO_RANGES = f"No range: it is made of up to {MOST_SINGLE:,} kinds of patients, each of which needs a fit of its own."
RANGES_WORDS = (
    "Range: the smallest and largest {estimate} when any one patient is left out. Overlap: how many times wider the interval "
    "is for what the term shares with the others."
)
NAMED, INFINITE = 3, "infinite"
ENDLESS = "Infinite or 0: without {who} maximum likelihood has no finite odds ratio."
NO_FIT = "Not in the range: the fit without {who}, which does not exist."
LINEAR_WORDS = "Residual: observed − fitted. Predicted: each patient from a fit to the others."
READS: Mapping[str, str] = MappingProxyType(
    {
        "Whole model": "Do the terms together say anything?",
        "Expected shrinkage": "Below 0.9 the model is too large for these patients.",
        "AUC": "0.5 is chance, 1 ranks every responder above every other.",
        "Brier score": "Mean squared distance of prediction and outcome; small is good.",
        "Calibration slope": "1 is right; below 1 the predictions are too extreme for new patients.",
        "Nagelkerke's R²": "Share of the possible gain in likelihood.",
        "R²": "Share of the variation that the terms tell.",
        "Adjusted R²": "The same, less what as many meaningless terms would tell.",
        "Predicted R²": "Share told of patients that were not in the fit; 0 or below: none.",
        "Residual SD": "How far patients lie from what is fitted, in points.",
        "Equal variances": "Small p: the scatter changes with the terms, and intervals may be too narrow or too wide.",
        "Normal errors": "Small p: errors are not normal. It misses much of few patients, and of many notices what does not "
        "matter.",
        "Condition number": "Above 30 the terms overlap so far that estimates are shaky.",
    }
)
WHOLE: Mapping[bool, str] = MappingProxyType(
    {
        False: "Likelihood-ratio test of all terms, by the likelihood of the fit; Firth's is penalised.",
        True: "F test of all terms: what they explain, over the residual variance.",
    }
)
Measured = list[tuple[str, str, str]]


def measures(found: Diagnostics) -> Measured:
    """(measure, on these patients, corrected for optimism) of everything that was measured; a dash where there is none."""
    whole = ("Whole model", tested(found.whole) if found.whole else NONE, NONE)
    return [
        whole,
        *(_logistic(found) if found.linear is None else _least_squares(found.linear)),
        ("Condition number", decimals(found.condition, 1), NONE),
    ]


def _logistic(found: Diagnostics) -> Measured:
    slope = found.slope
    return [
        ("Expected shrinkage", decimals(found.shrinkage), NONE),
        ("AUC", area_words(found), corrected_shown(found, found.auc_corrected)),
        ("Brier score", decimals(found.brier, 3), corrected_shown(found, found.brier_corrected, 3)),
        ("Calibration slope", decimals(slope.apparent if slope else None), corrected_shown(found, slope)),
        ("Nagelkerke's R²", decimals(found.nagelkerke), NONE),
    ]


def _least_squares(found: LinearChecks) -> Measured:
    return [
        ("R²", decimals(found.r2), NONE),
        ("Adjusted R²", decimals(found.adjusted_r2), NONE),
        ("Predicted R²", decimals(found.predicted_r2), NONE),
        ("Residual SD", decimals(found.residual_sd, 1), NONE),
        ("Equal variances", tested_with(found.equal_variances), NONE),
        ("Normal errors", tested_with(found.normality), NONE),
    ]


def area_words(found: Diagnostics) -> str:
    """`0.86 (0.77 to 0.95)`, or a dash."""
    area = found.auc
    interval = f" ({decimals(area.low)} to {decimals(area.high)})" if area and area.low is not None else ""
    return decimals(area.value if area else None) + interval


def tested_with(test: Test | None) -> str:
    """`Shapiro-Wilk test, W 0.933, p <0.001`: a test with its statistic; a dash where none was made."""
    if test is None:
        return NONE
    if test.p is None or test.statistic is None:
        return tested(test)
    shown = f"chi-square {test.statistic:.1f} on {test.df} df" if test.df else f"W {test.statistic:.3f}"
    return f"{test.method}, {shown}, {p_words(test.p)}"


def estimate_shown(value: float | None, kind: str) -> str:
    """One estimate by itself: an odds ratio, or points with their sign; a dash where there is none."""
    if value is None:
        return NONE
    return ratio(value) if kind == "logistic" else signed(value, 2)


def range_words(one: Range, kind: str = "logistic") -> str:
    """`3.08 to 13.1`, `3.08 to infinite`, or a dash where no fit without a patient settled."""
    if one.low is None:
        return NONE
    return f"{estimate_shown(one.low, kind)} to {INFINITE if one.high is None else estimate_shown(one.high, kind)}"


def ranges_words(found: Diagnostics) -> str:
    """What range and overlap are, and without whom an odds ratio has no finite estimate or the fit does not exist."""
    linear = found.spec.kind == "least_squares"
    said = [RANGES_WORDS.format(estimate="slope, in points," if linear else "odds ratio")]
    if found.ranges and not found.patients and all(one.low is None for one in found.ranges):
        said.append(NO_RANGES)
    endless, none = endless_without(found), [one.patient_id for one in found.patients if one.largest is None]
    if endless or any(one.low == 0 or (one.high is None and one.low is not None) for one in found.ranges):
        said.append(ENDLESS.format(who=anyone(endless)))
    return " ".join([*said, *([NO_FIT.format(who=anyone(none))] if none else [])])


def endless_without(found: Diagnostics) -> list[str]:
    """The patients without whom an odds ratio has no finite estimate."""
    return [one.patient_id for one in found.patients if one.endless]


def anyone(names: Sequence[str]) -> str:
    """`SYN-055 or SYN-062`, or how many; of nobody by name, some patients."""
    if not names:
        return "some patients"
    return listed(list(names), "or") if len(names) <= NAMED else f"any one of {len(names):,} patients"


def caption(catalogue: Catalogue, model: ModelResult, found: Diagnostics, heading: str, made_on: date) -> Caption:
    """Everything that stands around a card of measures or of ranges."""
    linear = model.spec.kind == "least_squares"
    method = ranges_words(found) if heading == RANGES else LINEAR_WORDS if linear else correction_words(found)
    named = {name for name, _, _ in measures(found)} | {"Overlap"} | ({"Corrected"} if not linear else set())
    how = (("Whole model", WHOLE[linear]), *((name, words) for name, words in HOW.items() if name in named))
    alt = f"{heading}. {'; '.join(f'{name} {shown}' for name, shown, _ in measures(found))}."
    part = "ranges" if heading == RANGES else "diagnostics"
    return around(catalogue, model, (heading, method, alt, part), how, made_on)


def around(
    catalogue: Catalogue,
    model: ModelResult,
    said: tuple[str, str, str, str],
    how: Sequence[tuple[str, str]],
    made_on: date,
    note: str = "",
) -> Caption:
    """The caption of a card of diagnostics; `said` is its heading, its method, its alt text and its part of a file name;
    `note` is what to know first where that is not all of the method."""
    heading, method, alt, part = said
    return Caption(
        title=f"{title(model)}. {heading}",
        heading=heading,
        note=note or method,
        alt=alt,
        cohort=filter_sentence(catalogue, model.cohort),
        counts=counts(model),
        method=method,
        data=data_line(model.provenance, made_on),
        synthetic=model.provenance.synthetic,
        how=tuple(how),
        file_stem=model_stem(model, part),
    )
