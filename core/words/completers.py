"""Completers against non-completers in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.completers import IMBALANCE, ComparedLevel, ComparedVariable, CompletersResult
from core.words.cohort import filter_sentence, inner, listed
from core.words.numbers import count, decimals, p_value, p_words, tested
from core.words.overview import size_words, summary_words
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view
from core.words.rates import question, window_words

HEADING = "Completers against non-completers"
AXIS = "Standardised difference, without its sign"
NUMBER = "median [quartiles]"
NO_MONTH = "These data have no visit after month 0, so nobody can have completed."
MOST_NAMED = 3
SMD = (
    "For numbers the difference of means, completers less the others, over the root of the average of both variances (Austin "
    "2009, DOI 10.1002/sim.3697); for choices the multivariate form, which has no sign (Yang and Dalton 2012). Above "
    f"{IMBALANCE:g} is often called an imbalance; at small n chance alone exceeds that."
)
TESTS = (
    "Numbers: Wilcoxon's rank-sum test, exact where few enough. Choices: Pearson's chi-square test, or an exact one (Fisher, "
    "Freeman and Halton) where an expected count is below 5. Adjusted: by Benjamini and Hochberg over the variables listed. "
    "A large p does not say that the groups are alike, only that these patients cannot tell."
)
WHY = "Rates of observed completers speak for everyone only as far as the others are like them."


def arm_words(result: CompletersResult) -> tuple[str, str]:
    """`Completers, n = 70` and `Non-completers, n = 16`: the headings of the two groups."""
    return f"Completers, {size_words(result.completers)}", f"Non-completers, {size_words(result.others)}"


def label_words(one: ComparedVariable) -> str:
    """The variable with its unit."""
    return f"{one.label}, {one.unit}" if one.unit and not one.levels[0].level else one.label


def level_words(one: ComparedVariable, level: str) -> str:
    """The level with its unit, or what stands in the line of a number."""
    return f"{level} {one.unit}".strip() if level else NUMBER


def gap_words(line: ComparedLevel) -> str:
    """`2 and 1`: completers and others without a value."""
    return f"{line.completers.missing:,} and {line.others.missing:,}"


def test_words(one: ComparedVariable) -> str:
    """The test by name, or why there is none."""
    return one.test.method if one.test.p is not None else one.test.note


def right_words(one: ComparedVariable) -> str:
    """What stands at the right of a row: `0.48, p = 0.099`."""
    shown = "not estimable" if one.smd is None else f"<b>{decimals(abs(one.smd))}</b>"
    return f"{shown}, {p_words(one.test.p)}" if one.test.p is not None else shown


def said_of(one: ComparedVariable) -> str:
    """What a row says when it is pointed at."""
    first = one.levels[0]
    both = f"{summary_words(first.completers)} against {summary_words(first.others)}"
    level = f" {level_words(one, first.level)}" if first.level else ""
    return f"{label_words(one)}{level}: {both}. {tested(one.test)}"


def finding(result: CompletersResult) -> str:
    """Who is compared, and which variables differ most."""
    who = (
        f"{count(result.completers, 'completer')}, {result.others:,} not assessed of "
        f"{result.completers + result.others:,} evaluable in view."
    )
    if not result.completers or not result.others:
        side = "was assessed" if result.completers else "was not assessed"
        return f"{who} Everybody {side}, so there is nobody to compare with."
    apart = sorted(
        (one for one in result.variables if one.smd is not None and abs(one.smd) > IMBALANCE),
        key=lambda one: -abs(one.smd or 0),
    )
    if not apart:
        return f"{who} No standardised difference exceeds {IMBALANCE:g}. {_left(result)}".rstrip()
    named = [f"{inner(one.label)} {decimals(abs(one.smd or 0))}" for one in apart[:MOST_NAMED]]
    known = sum(one.smd is not None for one in result.variables)
    return (
        f"{who} The standardised difference exceeds {IMBALANCE:g} in {len(apart):,} of {count(known, 'variable')}, most: "
        f"{listed(named, 'and')}. {_left(result)}{_significant(result)}"
    )


def _left(result: CompletersResult) -> str:
    """How many variables have no standardised difference: the groups do not vary, are too small, or have no level in common."""
    none = sum(one.smd is None for one in result.variables)
    return f"It cannot be estimated in {count(none, 'variable')}. " if none else ""


def _significant(result: CompletersResult) -> str:
    known = [one.adjusted_p for one in result.variables if one.adjusted_p is not None]
    return f"The smallest adjusted p is {p_value(min(known))}." if known else "No test could be made."


def caption(catalogue: Catalogue, result: CompletersResult, made_on: date) -> Caption:
    """Everything that stands around chart and table."""
    named, said = f"{HEADING}, {question(result.spec)}", finding(result)
    out = f" {count(result.not_evaluable, 'patient')} not evaluable for the endpoint left out." if result.not_evaluable else ""
    method = f"Completers: {window_words(result.spec)}.{out} Median [quartiles] or n/N (%); N is who has a value. {TESTS}"
    return Caption(
        title=named,
        heading=named,
        note=said,
        alt=f"{named}. {said}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{said} {in_view(result.provenance)}.",
        method=method,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Why", WHY), ("Endpoint", result.spec.endpoint.definition), ("Standardised difference", SMD), ("Tests", TESTS)),
        file_stem=file_stem("completers", result.spec, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: CompletersResult, made_on: date) -> str:
    """The result for a terminal: a line a number or level, the test under the last of a variable."""
    lines = []
    for one in result.variables:
        lines += [
            f"  {label_words(one)}, {level_words(one, line.level)}: completers {summary_words(line.completers)}, "
            f"non-completers {summary_words(line.others)}"
            for line in one.levels
        ]
        lines.append(f"    standardised difference {decimals(one.smd)}; {tested(one.test)}")
    return printed(caption(catalogue, result, made_on), result.provenance, lines)
