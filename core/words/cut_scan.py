"""The cut-off scan in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.cut_scan import ScanResult, ScanStatus
from core.domain.filters import number
from core.words.cohort import filter_sentence, inner
from core.words.numbers import count, difference, p_words, ratio_with_interval
from core.words.provenance import data_line, file_stem, in_view
from core.words.sets import SETS
from core.words.sources import FORMULAE

HEADING = "Which cut-off?"
STATUSES: dict[ScanStatus, str] = {
    "ok": "",
    "nobody": "Nobody in view has both an outcome and a value. Loosen the filter, or choose another number.",
    "one outcome": "All patients used have the same outcome, so no cut-off can part them.",
    "no cut": "No cut-off leaves a tenth of the patients on either side.",
    "too many patients": "The scan is made for up to 20,000 patients. Narrow the filter.",
}
DIFFERENCE, BEST, LARGEST = "Difference", "Best in bootstrap samples", "Largest difference"
AXIS = f"{DIFFERENCE} in points<br>above 0: more respond up to it"
CAUTION = (
    "A cut-off chosen for its difference overstates it, and another sample would choose another: read the whole line, and "
    "prefer the number itself as a predictor."
)


def title(result: ScanResult) -> str:
    """What is cut, for which response."""
    spec = result.spec
    return f"{spec.endpoint.label} at month {spec.month} by every cut-off of {inner(result.label)}"


def cut_label(result: ScanResult, at: float) -> str:
    """`≤4 years`."""
    return f"≤{number(round(at, 6))} {result.unit}".strip()


def finding(result: ScanResult) -> str:
    """The best cut, its difference, what the search costs, and how far it moves; or why there is none."""
    if result.best is None:
        return STATUSES[result.status]
    best = result.cuts[result.best]
    return (
        f"The largest difference is at {cut_label(result, best.at)}: {best.below[0]}/{best.below[1]} against "
        f"{best.above[0]}/{best.above[1]}, {difference(best.difference)} points, odds ratio "
        f"{ratio_with_interval(best.odds_ratio)}. {p_words(result.p)} over all cut-offs, exact. {_spread(result)}"
    )


def largest(result: ScanResult) -> str:
    """Where the largest difference is, and how often chance alone finds one as large; nothing where there is none."""
    if result.best is None:
        return ""
    return f"{LARGEST} at {cut_label(result, result.cuts[result.best].at)}, {p_words(result.p)} over all cut-offs."


def _spread(result: ScanResult) -> str:
    best = result.cuts[result.best or 0]
    held, low, high = 0.0, best.at, best.at
    for cut in sorted(result.cuts, key=lambda one: -one.chosen):
        if held >= 0.9:
            break
        held, low, high = held + cut.chosen, min(low, cut.at), max(high, cut.at)
    span = f"{number(round(low, 6))} to {number(round(high, 6))} {result.unit}".strip()
    return f"In {100 * held:.0f}% of {result.used} bootstrap samples (seed {result.seed}) the best cut-off lay at {span}."


def caption(catalogue: Catalogue, result: ScanResult, made_on: date) -> Caption:
    """Everything that stands around the card."""
    used = f"{count(result.n, 'patient')} used ({SETS[result.spec.analysis_set].lower()})"
    return Caption(
        title=title(result),
        heading=title(result),
        note=" ".join(filter(None, [f"{used}.", STATUSES[result.status], largest(result), CAUTION])),
        alt=f"{title(result)}. {finding(result)}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{used}; {in_view(result.provenance)}.",
        method=f"{finding(result)} {CAUTION}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(
            ("Candidates", f"Every value that leaves at least {100 * result.least:.0f}% of the patients on either side."),
            ("Maximally selected statistic", FORMULAE["maximally selected statistic"]),
            ("Newcombe hybrid score", FORMULAE["Newcombe hybrid score"]),
        ),
        file_stem=file_stem(
            f"cut-scan-{result.spec.variable}".replace("_", "-"), result.spec, result.cohort, result.provenance
        ),
    )
