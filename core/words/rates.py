"""Response rates in words: names of sets and methods, titles, counts, alt texts, and how the numbers were made."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Benchmark, Catalogue
from core.domain.endpoint import AnalysisSet
from core.domain.filters import number
from core.domain.model import ModelSpec
from core.domain.rates import GroupRate, RateResult, RateSpec, Size
from core.words.benchmarks import benchmark_label, benchmark_text, sources
from core.words.cohort import filter_sentence, in_no_group, inner
from core.words.comparisons import TESTS_SHOWN, comparison_words
from core.words.numbers import count, difference, percent, rate_interval
from core.words.provenance import data_line, file_stem, in_view
from core.words.sets import IMPUTED, SET_RULES, SETS
from core.words.sources import FORMULAE

MARKS = (
    "The dotted line is the rate of everyone in view. Paler bars stand for fewer than 10 patients, grey ones for fewer than 5."
)
REFERENCE = "reference"
DIFFERENCE_AXIS = "Difference in points: right of 0 more respond"
View = Literal["rates", "heatmap", "differences", "sets"]
NOBODY = "nobody can be counted, so there is no rate"
ANOTHER_MONTH = ", for none was assessed then: choose another month or window"


def question(spec: RateSpec | ModelSpec) -> str:
    """`SALT ≤20 at month 9`."""
    return f"{spec.endpoint.label} at month {spec.month}"


def title(result: RateResult, view: View) -> str:
    """The title of a chart: what is shown, by what."""
    asked = question(result.spec)
    labels = [label for _, label in result.labels]
    by = f" by {inner(labels[0])}" if labels else ""
    split = f" and {inner(labels[1])}" if len(labels) > 1 else ""
    if view == "sets":
        return f"{asked} under every analysis set"
    if view == "differences":
        return f"{asked}: difference from {reference_label(result)}"
    return asked + by + split + (", heat map" if view == "heatmap" else "")


def heading(result: RateResult, view: View) -> str:
    """The title on the page, where the controls already say what is asked."""
    short = {"sets": "Under every analysis set", "differences": f"Difference from {reference_label(result)}"}
    return short.get(view) or title(result, view)


def reference_label(result: RateResult) -> str:
    """The words of the reference group."""
    levels = [group.levels[0] for group in result.groups]
    return next((level.label for level in levels if level.value == result.reference), "the reference")


def window_words(spec: RateSpec | ModelSpec) -> str:
    """`visits within ±0.5 months of month 9`."""
    if spec.window == 0:
        return f"visits at month {spec.month} exactly"
    return f"visits within ±{number(spec.window)} months of month {spec.month}"


def counts(result: RateResult) -> str:
    """Who is in the denominator, and what became of everyone else in view."""
    overall, chosen = result.overall, result.spec.analysis_set
    rate = f"{percent(overall.rate.value)}, {100 * result.spec.level:g}% interval {rate_interval(overall.rate)}"
    said = f"{overall.events:,} of {count(overall.n, 'patient')} responded ({rate})"
    if not overall.n:
        said = NOBODY + ANOTHER_MONTH * (chosen is AnalysisSet.OBSERVED and overall.missing > 0)
    parts = [f"{SETS[chosen]}: {said}", in_view(result.provenance)]
    if overall.missing:
        parts.append(f"{overall.missing:,} not assessed in the window, {IMPUTED[chosen]}")
    if overall.never_assessed and chosen is AnalysisSet.LOCF:
        parts[-1] += f" ({overall.never_assessed:,} never assessed, left out)"
    if overall.not_evaluable:
        parts.append(f"{overall.not_evaluable:,} not evaluable for this endpoint, left out")
    if result.in_no_group:
        parts.append(in_no_group(result.in_no_group, *(label for _, label in result.labels)))
    return "; ".join(parts) + "."


def method(result: RateResult, view: View) -> str:
    """The methods behind one chart, by the names of those that ran."""
    spec = result.spec
    parts = [f"{result.overall.rate.method} {100 * spec.level:g}% intervals", window_words(spec)]
    contrast = next((group.difference for group in result.groups if group.difference), None)
    if view == "differences" and contrast:
        parts[0] = (
            f"{contrast.method} {100 * spec.level:g}% intervals of the difference from {reference_label(result)} "
            "in percentage points"
        )
    return " ".join(filter(None, ["; ".join(parts) + ".", _another_reference(result, view), tests(result, view)]))


def _another_reference(result: RateResult, view: View) -> str:
    """That differences are not from the group asked for; nothing where they are."""
    if view == "sets" or result.spec.reference in (None, result.reference):
        return ""
    return f"The reference asked for has no patient here; differences are from {reference_label(result)}."


def tests(result: RateResult, view: View) -> str:
    """The first tests over the groups, and how many more there are."""
    if view != "rates" or not result.comparisons:
        return ""
    more = len(result.comparisons) - TESTS_SHOWN
    rest = [f"{count(more, 'more test')} under Tests."] if more > 0 else []
    return " ".join([*(comparison_words(result, one) for one in result.comparisons[:TESTS_SHOWN]), *rest])


def note(result: RateResult, view: View) -> str:
    """What to know first: who responded of whom, who is missing there, and what the tests say; of a further view, who alone."""
    who = counts(result) if view == "rates" else f"{counts(result).partition(';')[0].rstrip('.')}."
    return " ".join(filter(None, [who, _another_reference(result, view), tests(result, view)]))


def group_words(group: GroupRate) -> str:
    """`Multiplex (AM) 10/11, 90.9%`."""
    return f"{group.label} {group.events}/{group.n}, {percent(group.rate.value)}"


def size_mark(group: GroupRate) -> str:
    """`n <10`, `n <5`, or nothing."""
    return size_words(group.size)


def size_words(size: Size) -> str:
    """`n <10`, `n <5`, or nothing."""
    return {"tiny": "n <5", "small": "n <10", "enough": ""}[size]


def alt(result: RateResult, view: View) -> str:
    """A sentence that says what the chart shows, for those who cannot see it."""
    if view == "sets":
        shown = [f"{SETS[one.analysis_set]} {one.events}/{one.n}, {percent(one.rate.value)}" for one in result.sets]
    elif view == "differences":
        shown = [f"{group.label} {difference(group.difference)} points" for group in result.groups if group.difference]
    else:
        shown = [group_words(group) for group in result.groups] or [f"All in view {result.overall.events}/{result.overall.n}"]
    return f"{title(result, view)}. {'; '.join(shown[:12])}."


def caption(
    catalogue: Catalogue, result: RateResult, view: View, made_on: date, benchmarks: tuple[Benchmark, ...] = ()
) -> Caption:
    """Everything that stands around one chart of this result, and of the published rates laid over it."""
    counted, made = counts(result), f"{method(result, view)}{sources(benchmarks)}"
    return Caption(
        title=title(result, view),
        heading=heading(result, view),
        note=note(result, view),
        alt=alt(result, view),
        cohort=filter_sentence(catalogue, result.cohort),
        counts=counted,
        method=made,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(*_how(result, view), *((benchmark_label(row), benchmark_text(row)) for row in benchmarks)),
        file_stem=rate_stem(result, view),
    )


def rate_stem(result: RateResult, view: str) -> str:
    """The name of every file made of this view."""
    spec = result.spec
    by = "-".join(grouping.variable for grouping in spec.by) or "all"
    what = f"{view}-{spec.endpoint.key}-m{spec.month}-{spec.analysis_set}-{by}"
    return file_stem(what, spec, result.cohort, result.provenance)


def _how(result: RateResult, view: View) -> tuple[tuple[str, str], ...]:
    spec = result.spec
    sets = list(AnalysisSet) if view == "sets" else [spec.analysis_set]
    window = (
        f"The value used is the one nearest to month {spec.month} among {window_words(spec)}; of two equally near, the "
        "earlier. Without one the patient has no assessment."
    )
    used = {result.overall.rate.method}
    used |= {one.test.method for one in result.comparisons if view != "sets"}
    used |= {"Benjamini-Hochberg"} if view != "sets" and len(result.comparisons) > 1 else set()
    for group in result.groups if view != "sets" else ():
        used |= {found.method for found in (group.difference, group.risk_ratio, group.odds_ratio) if found}
    return (
        ("Endpoint", spec.endpoint.definition),
        ("Assessment", window),
        *((("Marks", MARKS),) if view == "rates" and result.groups else ()),
        *((SETS[one], SET_RULES[one]) for one in sets),
        *((name, FORMULAE[name]) for name in sorted(used) if name in FORMULAE),
    )


def as_text(catalogue: Catalogue, result: RateResult, made_on: date) -> str:
    """The result for a terminal: title, cohort, one line a group, counts, method and data."""
    words = caption(catalogue, result, "rates", made_on)
    lines = [f"  {group_words(group)} ({rate_interval(group.rate)}) {size_mark(group)}".rstrip() for group in result.groups]
    return "\n".join([words.title, words.cohort, *lines, words.counts, words.method, words.data])
