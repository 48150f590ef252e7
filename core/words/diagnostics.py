"""Diagnostics of a model in words: what each measure says, and where it is a warning."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.diagnostics import Diagnostics, Range
from core.domain.model import ModelResult
from core.words.cohort import filter_sentence
from core.words.model import counts, model_stem, title
from core.words.numbers import NONE, ratio, tested
from core.words.provenance import data_line

HEADING = "How far this can be trusted"
RANGES = "Without any one patient"
RANGES_WORDS = (
    "Range: the smallest and largest odds ratio when any one patient is left out. Overlap: how many times wider the interval "
    "is for what the term shares with the others."
)
READS: Mapping[str, str] = MappingProxyType(
    {
        "Whole model": "Do the terms together say anything?",
        "Expected shrinkage": "Below 0.9 the model is too large for these patients.",
        "AUC": "0.5 is chance, 1 ranks every responder above every other.",
        "Brier score": "Mean squared distance of prediction and outcome; small is good.",
        "Calibration slope": "1 is right; below 1 the predictions are too extreme for new patients.",
        "Nagelkerke's R²": "Share of the possible gain in likelihood.",
        "Condition number": "Above 30 the terms overlap so far that estimates are shaky.",
    }
)
HOW: Mapping[str, str] = MappingProxyType(
    {
        "Whole model": "Likelihood-ratio test of all terms, by maximum likelihood whatever is shown above.",
        "Expected shrinkage": "(chi-square − df) / chi-square of that test: by how much estimates must be expected to shrink "
        "in new patients (van Houwelingen and le Cessie 1990, DOI 10.1002/sim.4780091109).",
        "AUC": "How often a responder is ranked above a non-responder, with DeLong's interval (1988, DOI 10.2307/2531595).",
        "Brier score": "Brier 1950.",
        "Corrected": "Less the optimism: the mean gain of refits to bootstrap samples over their use on all patients (Harrell, "
        "Lee and Mark 1996, DOI 10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4).",
        "Nagelkerke's R²": "Nagelkerke 1991, DOI 10.1093/biomet/78.3.691.",
        "Condition number": "Largest over smallest singular value of the scaled design (Belsley, Kuh and Welsch 1980).",
        "Overlap": "How many times wider an interval is for what the term shares with the others: GVIF to the power 1/(2 df) "
        "(Fox and Monette 1992, DOI 10.1080/01621459.1992.10475190).",
    }
)


def measures(found: Diagnostics) -> list[tuple[str, str, str]]:
    """(measure, on these patients, corrected for optimism) of everything that was measured; a dash where there is none."""
    area = found.auc
    interval = f" ({number(area.low)} to {number(area.high)})" if area and area.low is not None else ""
    brier, slope = found.brier, found.slope
    return [
        ("Whole model", tested(found.whole) if found.whole else NONE, NONE),
        ("Expected shrinkage", number(found.shrinkage), NONE),
        ("AUC", number(area.value if area else None) + interval, number(found.auc_corrected)),
        ("Brier score", number(brier.apparent if brier else None, 3), number(brier.corrected if brier else None, 3)),
        ("Calibration slope", number(slope.apparent if slope else None), number(slope.corrected if slope else None)),
        ("Nagelkerke's R²", number(found.nagelkerke), NONE),
        ("Condition number", number(found.condition, 1), NONE),
    ]


def range_words(one: Range) -> str:
    """`3.08 to 13.1`, or a dash where no fit without a patient settled."""
    return NONE if one.low is None or one.high is None else f"{ratio(one.low)} to {ratio(one.high)}"


def number(value: float | None, digits: int = 2) -> str:
    """A number with its decimal places; a dash where there is none."""
    return NONE if value is None else f"{value:.{digits}f}"


def caption(catalogue: Catalogue, model: ModelResult, found: Diagnostics, heading: str, made_on: date) -> Caption:
    """Everything that stands around a card of diagnostics."""
    boot = f"{found.used} of {found.drawn} bootstrap samples that could be fitted, seed {found.seed}"
    method = RANGES_WORDS if heading == RANGES else f"Corrected for optimism by {boot}."
    return Caption(
        title=f"{title(model)}. {heading}",
        heading=heading,
        note=method,
        alt=f"{heading}. {'; '.join(f'{name} {shown}' for name, shown, _ in measures(found))}.",
        cohort=filter_sentence(catalogue, model.cohort),
        counts=counts(model),
        method=method,
        data=data_line(model.provenance, made_on),
        synthetic=model.provenance.synthetic,
        how=tuple(HOW.items()),
        file_stem=model_stem(model, "ranges" if heading == RANGES else "diagnostics"),
    )
