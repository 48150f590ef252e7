"""Both estimates of the glomerular filtration rate, in words."""

from dataclasses import replace
from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.kidney import KidneyPoint, KidneyResult, Spread
from core.words.cohort import filter_sentence
from core.words.lab_limits import clearance_sentence
from core.words.labs import MIDDLE
from core.words.numbers import NONE, count, signed
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

TITLE = "eGFR by two equations"
JAPAN, CKD_EPI = "Japanese equation", "CKD-EPI 2021"
UNIT = "mL/min/1.73 m²"
AXIS = f"eGFR, {UNIT}"
EQUATIONS = (
    (
        JAPAN,
        "194 × creatinine^−1.094 × age^−0.287, × 0.739 in women; mg/dL and years "
        "(Matsuo 2009, DOI 10.1053/j.ajkd.2008.12.034).",
    ),
    (
        CKD_EPI,
        "142 × min(creatinine/κ, 1)^α × max(creatinine/κ, 1)^−1.200 × 0.9938^age, × 1.012 in women; κ 0.7 and α −0.241 in "
        "women, 0.9 and −0.302 in men (Inker 2021, New England Journal of Medicine 385:1737).",
    ),
)
AGE = "Age is that at the start of treatment."


def middle(one: Spread, digits: int = 1) -> str:
    """`75.3 (70.1 to 81.0)`; a dash where there is none."""
    if one.median is None or one.lower is None or one.upper is None:
        return NONE
    return f"{one.median:.{digits}f} ({one.lower:.{digits}f} to {one.upper:.{digits}f})".replace("-", "−")


def finding(result: KidneyResult) -> str:
    """How far apart the equations are, and whom each puts below 60."""
    if not result.points:
        nobody = f"None of {count(result.treated, 'treated patient')} in view"
        return f"{nobody} has a creatinine with age and sex: no eGFR is calculated."
    first = result.points[0]
    gap = f"{first.difference.median:.0f} points" if first.difference.median is not None else NONE
    return (
        f"{result.measured:,} of {count(result.treated, 'treated patient')} measured. {CKD_EPI} lies {gap} (median, month "
        f"{first.month}) above the {JAPAN}. Below {result.rule.below:g} at least once after month 0: {result.fell_japan:,} of "
        f"{result.treated:,} by the {JAPAN}, {result.fell_ckd_epi:,} by {CKD_EPI}."
    )


def step_sentence(result: KidneyResult) -> str:
    """The early step of creatinine, and what is known to make one."""
    after = next((one for one in result.points if one.month > 0 and one.step.median is not None), None)
    if after is None or after.step.median is None:
        return ""
    said = (
        f"Creatinine at month {after.month}: {signed(after.step.median)} µmol/L from baseline (median, n = {after.n_step:,})."
    )
    known = [
        f"A mean of {signed(one.change)} {one.unit.replace('u', 'µ', 1)} is known of {one.drug} ({one.when}): {one.why} "
        f"({one.source}). The early fall of eGFR by either equation is to be read with that."
        for one in result.effects
    ]
    return " ".join([said, *known])


def note(result: KidneyResult) -> str:
    """What to know first: the gap, whom it concerns, what the early step means, and whose thresholds are drawn."""
    said = [finding(result), step_sentence(result), clearance_sentence(result.monitoring)]
    return " ".join(filter(None, said))


def method(result: KidneyResult) -> str:
    """The equations, and how a decline on record was graded."""
    sources = f"{JAPAN}: Matsuo 2009. {CKD_EPI}: Inker 2021. {AGE} {MIDDLE}"
    return " ".join(filter(None, [sources, result.note]))


def alt(result: KidneyResult) -> str:
    """A sentence that says what the chart shows, for those who cannot see it."""
    return f"{TITLE}. {finding(result)}"


def point_words(name: str, point: KidneyPoint, spread: Spread) -> str:
    """`CKD-EPI 2021, month 3: median 98.1 (90.0 to 105.2), n = 84`."""
    return f"{name}, month {point.month}: median {middle(spread)}, n = {point.n:,}"


def caption(catalogue: Catalogue, result: KidneyResult, made_on: date) -> Caption:
    """Everything that stands around the chart."""
    return Caption(
        title=TITLE,
        heading=TITLE,
        note=note(result),
        alt=alt(result),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{finding(result)} {in_view(result.provenance)}.",
        method=method(result),
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(*EQUATIONS, ("Age", AGE), ("Middle", MIDDLE)),
        file_stem=file_stem("labs-kidney", TITLE, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: KidneyResult, made_on: date) -> str:
    """The result for a terminal: a line a month, counts, method and data."""
    words = caption(catalogue, result, made_on)
    lines = [
        f"  Month {one.month} (n = {one.n:,}): {JAPAN} {middle(one.japan)}, {CKD_EPI} {middle(one.ckd_epi)}, "
        f"difference {middle(one.difference)}, creatinine {middle(one.step)} µmol/L from baseline"
        for one in result.points
    ]
    told = replace(words, counts=f"{words.note} {in_view(result.provenance)}.")
    return printed(told, result.provenance, lines, f"{words.title}, {UNIT}")
