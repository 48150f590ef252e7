"""Values far out, in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.outliers import FENCE, FEWEST, MOST_LISTED, Outlier, OutlierResult
from core.words.cohort import filter_sentence, listed
from core.words.numbers import NONE, count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

TITLE = "Values far out"
RULE = (
    f"More than {FENCE:g} interquartile ranges beyond the quartiles of the same test and month among the patients in view "
    f"(Tukey's outer fences), where at least {FEWEST} have a value and the quartiles differ. A slip of the pen or of a "
    "unit, or a true finding: look at the record."
)


def finding(result: OutlierResult) -> str:
    """How many values lie far out of those that can be compared, and why others cannot."""
    more = f" The {MOST_LISTED} farthest are listed." if result.total > len(result.rows) else ""
    return f"{result.total:,} of {count(result.values, 'value')} lie far out.{more}{_left(result)}"


def _left(result: OutlierResult) -> str:
    """How many values could not be compared, and why."""
    why = ((result.few, f"fewer than {FEWEST} values at the month"), (result.alike, "quartiles alike"))
    parts = [f"{n:,} with {what}" for n, what in why if n]
    return f" {count(result.few + result.alike, 'value')} could not be compared: {listed(parts, 'and')}." if parts else ""


def value_words(one: Outlier, value: float | None) -> str:
    """A number in as many digits as the test is read with; a dash where there is none."""
    return NONE if value is None else f"{value:,.{one.decimals}f}"


def caption(catalogue: Catalogue, result: OutlierResult, made_on: date) -> Caption:
    """Everything that stands around the list."""
    return Caption(
        title=TITLE,
        heading=TITLE,
        note=f"{finding(result)} {RULE}",
        alt=f"{TITLE}. {finding(result)}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{finding(result)} {in_view(result.provenance)}.",
        method=RULE,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Rule", RULE),),
        file_stem=file_stem("labs-outliers", TITLE, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: OutlierResult, made_on: date) -> str:
    """The result for a terminal: a line a value, counts, method and data."""
    words = caption(catalogue, result, made_on)
    lines = [
        f"  {one.patient_id}, month {one.month:g}: {one.label} {value_words(one, one.value)} {one.unit} "
        f"(fences {value_words(one, one.low)} to {value_words(one, one.high)})"
        for one in result.rows
    ]
    return printed(words, result.provenance, lines)
