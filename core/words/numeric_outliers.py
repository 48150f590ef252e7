"""Numbers and scores beyond their fences, in words."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.filters import number
from core.domain.numeric_outliers import INNER, OUTER, Fences, NumericOutlier, NumericOutlierResult
from core.domain.outliers import FEWEST, MOST_LISTED
from core.words.cohort import filter_sentence, listed
from core.words.coverage import window_text
from core.words.numbers import NONE, count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

View = Literal["values", "fences"]
HEADING = "Outliers"
TITLES: dict[View, str] = {"values": "Numbers and scores beyond their fences", "fences": "Fences"}
AXIS = "Interquartile ranges beyond the nearer quartile"
OUTSIDE, FAR_OUT = "Outside", "Far out"
LABS = "Laboratory values far out: on the Laboratory page"
RULE = (
    f"Tukey's fences among the patients in view: outside is more than {INNER:g}, far out more than {OUTER:g} interquartile "
    f"ranges beyond the quartiles (type 7 of Hyndman and Fan 1996), where at least {FEWEST} have a value and the quartiles "
    "differ. Skewed numbers have values outside that are right; scores of few steps have no fences. Fences are cut to the "
    "range that is possible."
)


def name_words(one: Fences) -> str:
    """`Age`, or `SALT, month 3`."""
    return one.label if one.month is None else f"{one.label}, month {one.month}"


def value_words(one: Fences, value: float | None) -> str:
    """A number with at most two decimal places and its unit."""
    return NONE if value is None else f"{number(round(value, 2))} {one.unit}".strip().replace(" %", "%")


def quartile_words(one: Fences) -> str:
    """`50 (28 to 58)`; the unit stands with the name."""
    return NONE if one.lower is None else " ".join((_short(one.median), f"({_short(one.lower)} to {_short(one.upper)})"))


def _short(value: float | None) -> str:
    return NONE if value is None else number(round(value, 2))


def unit_words(one: Fences) -> str:
    """`Age, years`: the name with the unit, for the line of a table."""
    return f"{name_words(one)}, {one.unit}" if one.unit else name_words(one)


def fence_words(one: Fences, fence: tuple[float, float] | None) -> str:
    """`12 to 91`; why there is none where there is none."""
    if fence is not None:
        return f"{number(round(fence[0], 2))} to {number(round(fence[1], 2))}"
    return "no value" if not one.n else f"fewer than {FEWEST} values" if one.n < FEWEST else "quartiles alike"


def right_words(one: Fences) -> str:
    """What stands at the right of a row: `3 of 86, 1 far out`."""
    far = f", <b>{one.far:,} far out</b>" if one.far else ""
    return f"{one.outside + one.far:,} of {one.n:,}{far}"


def said_of(result: NumericOutlierResult, one: NumericOutlier) -> str:
    """What a mark says when it is pointed at."""
    fences = result.fences[one.place]
    beyond = f"{one.beyond:.1f} interquartile ranges beyond the quartile"
    fence = f"fences {fence_words(fences, fences.inner)}"
    return f"{one.patient_id}, {name_words(fences)}: {value_words(fences, one.value)}, {beyond} ({fence})"


def finding(result: NumericOutlierResult) -> str:
    """How many values lie outside and far out, of how many, and how many could not be compared."""
    fenced = [one for one in result.fences if one.inner is not None]
    values, far = sum(one.n for one in fenced), sum(one.far for one in fenced)
    more = f" The {MOST_LISTED} farthest are shown." if result.total > len(result.rows) else ""
    return (
        f"{result.total:,} of {count(values, 'value')} lie outside their fences, {far:,} of them far out.{more}{_left(result)}"
    )


def _left(result: NumericOutlierResult) -> str:
    bare = [one for one in result.fences if one.inner is None]
    few = [name_words(one) for one in bare if one.n < FEWEST]
    alike = [name_words(one) for one in bare if one.n >= FEWEST]
    parts = [(few, f"fewer than {FEWEST} values"), (alike, "quartiles alike")]
    return "".join(f" Not compared, {why}: {listed(names, 'and')}." for names, why in parts if names)


def caption(catalogue: Catalogue, result: NumericOutlierResult, view: View, made_on: date) -> Caption:
    """Everything that stands around the values, or around their fences."""
    said = finding(result)
    scores = f"Scores at the planned months, {window_text(result.window)}."
    return Caption(
        title=TITLES[view],
        heading=TITLES[view],
        note=said if view == "values" else scores,
        alt=f"{TITLES[view]}. {said}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{said} {in_view(result.provenance)}.",
        method=f"{RULE} {scores}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Rule", f"{RULE} {scores}"), ("Source", "Tukey 1977, Exploratory Data Analysis, chapter 2.")),
        file_stem=file_stem(f"outliers-{view}", result.window, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: NumericOutlierResult, made_on: date) -> str:
    """The result for a terminal: a line a number, then a line a value."""
    lines = [
        f"  {name_words(one)}: {right_words(one).replace('<b>', '').replace('</b>', '')} (fences {fence_words(one, one.inner)})"
        for one in result.fences
    ]
    lines += [f"  {said_of(result, one)}" for one in result.rows]
    return printed(caption(catalogue, result, "values", made_on), result.provenance, lines)
