"""Peak ALT or AST by peak bilirubin, in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.liver import LiverPatient, LiverResult, Quadrant
from core.words.cohort import filter_sentence, inner, listed
from core.words.numbers import count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

DRAWER = "Liver: peak ALT or AST by peak bilirubin"
NAMES: dict[Quadrant, str] = {
    "normal": "Neither",
    "enzyme": "{enzyme} alone",
    "bilirubin": "Bilirubin alone",
    "both": "Both: to be looked into for Hy's law",
}
LAW = (
    "Hy's law asks besides that bile flow is not blocked (alkaline phosphatase) and that nothing else explains it: neither is "
    "known here, so a patient in the upper right corner is one to look into, not a case."
)
PEAKS = "Peaks are the highest multiples of the patient's own upper limit after month 0, at whatever month each was reached."


def enzymes(result: LiverResult) -> str:
    """`ALT or AST`."""
    return listed(list(result.enzyme_labels), "or")


def peaks(result: LiverResult) -> str:
    """What the peaks are, and which enzyme counts."""
    higher = f" Of {listed(list(result.enzyme_labels), 'and')} the higher peak counts, or that of the one that was measured."
    return f"{PEAKS}{higher if len(result.enzyme_labels) > 1 else ''}"


def title(result: LiverResult) -> str:
    """`Peak ALT or AST by peak total bilirubin`."""
    return f"Peak {enzymes(result)} by peak {inner(result.bilirubin_label)}"


def quadrant_label(result: LiverResult, quadrant: Quadrant) -> str:
    """A corner with its name."""
    return NAMES[quadrant].format(enzyme=enzymes(result))


def axes(result: LiverResult) -> tuple[str, str]:
    """What both axes show."""
    ends = "times the upper limit of normal"
    return f"Peak {enzymes(result)}, {ends}", f"Peak {inner(result.bilirubin_label)}, {ends}"


def patient_words(one: LiverPatient) -> str:
    """A patient with both peaks, and which enzyme it was."""
    return f"{one.patient_id}: {one.enzyme_label} {one.enzyme:.2f} and bilirubin {one.bilirubin:.2f}"


def finding(result: LiverResult) -> str:
    """How many are in the corner of Hy's law, or why nobody can be placed."""
    if not result.both:
        return nobody(result)
    rule = result.rule
    return (
        f"{result.quadrants[3]:,} of {count(result.both, 'patient')} with both peaks reached {enzymes(result)} of "
        f"{rule.enzyme_at_least:g} times its upper limit or more and {inner(result.bilirubin_label)} above "
        f"{rule.bilirubin_above:g} times, of {result.treated:,} treated."
    )


def nobody(result: LiverResult) -> str:
    """Why nobody can be placed."""
    lacking = [
        label
        for label, n in ((enzymes(result), result.with_enzyme), (inner(result.bilirubin_label), result.with_bilirubin))
        if not n
    ]
    what = " and no ".join(lacking) or "patient with both"
    who = f"The {count(result.treated, 'treated patient')} in view"
    return f"{who} have no {what} with an upper limit after month 0: the corners of Hy's law need both tests."


def note(result: LiverResult) -> str:
    """The sentences under the chart."""
    click = ["Click a patient for the course."] if result.patients else []
    shown = [] if result.patients or not result.both else ["Patients are counted in bins of a tenth of a factor of ten."]
    return " ".join([finding(result), peaks(result), LAW, *click, *shown])


def alt(result: LiverResult) -> str:
    """A sentence that says what the chart shows, for those who cannot see it."""
    return f"{title(result)}. {finding(result)}"


def course_title(one: LiverPatient) -> str:
    """The course of the patient that was clicked."""
    return f"Liver tests of {one.patient_id}"


def caption(catalogue: Catalogue, result: LiverResult, made_on: date, chosen: LiverPatient | None = None) -> Caption:
    """Everything that stands around the chart, or around the course of one patient."""
    named = course_title(chosen) if chosen else title(result)
    return Caption(
        title=named,
        heading=named,
        note=f"{patient_words(chosen)} times the upper limits at the peaks." if chosen else note(result),
        alt=named if chosen else alt(result),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{finding(result)} {in_view(result.provenance)}.",
        method=f"{peaks(result)} Corners: {result.rule.source}.",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Peaks", peaks(result)), ("Hy's law", f"{LAW} {result.rule.source}.")),
        file_stem=file_stem("labs-liver", chosen.patient_id if chosen else "", result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: LiverResult, made_on: date) -> str:
    """The result for a terminal: the four corners, counts, method and data."""
    words = caption(catalogue, result, made_on)
    names = [quadrant_label(result, one) for one in NAMES]
    lines = [f"  {name}: {n:,}" for name, n in zip(names, result.quadrants, strict=True)] if result.both else []
    return printed(words, result.provenance, lines)
