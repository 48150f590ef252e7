"""The overview in words."""

from datetime import date
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.estimates import Estimate
from core.domain.overview import ARMS, BaselineRow, Beside, Flow, OverviewResult, Summary
from core.words.cohort import filter_sentence, listed
from core.words.numbers import NONE, count, percent, rate_interval, rate_with_interval
from core.words.provenance import SYNTHETIC, data_line, in_view
from core.words.rates import question, window_words
from core.words.sources import formula

View = Literal["flow", "baseline", "published"]
ARM_LABELS = {
    "all": "All in view",
    "responders": "Responders",
    "non-responders": "Non-responders",
    "not assessed": "Not assessed",
}
SMD = (
    "For numbers the difference of means, responders less non-responders, over the root of the average of both variances "
    "(Austin 2009, DOI 10.1002/sim.3697); for choices the multivariate form, which has no sign (Yang and Dalton 2012). "
    "Above 0.1 is often called an imbalance; at small n chance alone exceeds that."
)


def caption(catalogue: Catalogue, result: OverviewResult, view: View, made_on: date) -> Caption:
    """Everything that stands around one card of the overview."""
    asked = question(result.spec)
    titles = {
        "flow": f"Patient flow, {asked}",
        "baseline": f"Baseline by response, {asked}",
        "published": "Published figures beside this cohort's",
    }
    counted, made = f"{flow_words(result.flow)} {in_view(result.provenance)}.", _method(result, view)
    return Caption(
        title=titles[view],
        heading=titles[view],
        note=flow_words(result.flow) if view == "flow" else made,
        alt=f"{titles[view]}. {flow_words(result.flow)}",
        cohort=filter_sentence(catalogue, result.cohort)
        if view != "published"
        else "All treated patients, whatever the filter.",
        counts=counted if view != "published" else f"{count(result.flow.treated, 'patient')} treated.",
        method=made,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=_how(result, view),
        file_stem=f"regrow-{view}-{result.spec.endpoint.key}-m{result.spec.month}-{result.cohort.key}".replace("<=", "le"),
    )


def flow_words(flow: Flow) -> str:
    """`86 treated, 86 in view, 70 assessed, 29 responded (29/70, 41.4%, 95% interval 30.6–53.1%); 16 not assessed: ...`"""
    left = [f"{n:,} {reason[0].lower() + reason[1:]}" for reason, n in flow.left]
    gone = f"; {sum(n for _, n in flow.left):,} not assessed: {listed(left, 'and')}" if left else ""
    outside = f"; {flow.not_evaluable:,} not evaluable for this endpoint" if flow.not_evaluable else ""
    return (
        f"{flow.treated:,} treated, {flow.in_view:,} in view, {flow.assessed:,} assessed, {flow.responded:,} responded "
        f"({flow.responded:,}/{flow.assessed:,}{_interval(flow.rate)}){gone}{outside}."
    )


def _interval(rate: Estimate) -> str:
    return "" if rate.value is None else f", {percent(rate.value)}, {100 * rate.level:g}% interval {rate_interval(rate)}"


def summary_words(summary: Summary) -> str:
    """`36 [28–50]` for a number, `12/29 (41.4%)` for a choice; a dash where nobody has a value."""
    if summary.n == 0:
        return NONE
    if summary.count is not None:
        return f"{summary.count:,}/{summary.n:,} ({percent(summary.count / summary.n)})"
    return f"{_short(summary.median)} [{_short(summary.lower)}–{_short(summary.upper)}]"


def beside_words(figure: Beside) -> str:
    """This cohort's figure: `29/70, 41.4% (30.6–53.1%)`, or a number alone."""
    if figure.rate is None:
        return f"{figure.events:,}"
    return f"{figure.events}/{figure.n}, {rate_with_interval(figure.rate)}"


def size_words(n: int) -> str:
    """`n = 29`."""
    return f"n = {n:,}"


def _short(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}".removesuffix(".0")


def _method(result: OverviewResult, view: View) -> str:
    if view == "published":
        simulated = f" {SYNTHETIC}" if result.provenance.synthetic else ""
        used = dict.fromkeys(f"{one.rate.method} {100 * one.rate.level:g}% intervals" for one in result.published if one.rate)
        return f"Published: {result.citation}. {listed(list(used), 'and')}.{simulated}"
    if view == "flow":
        return f"Assessed: {window_words(result.spec)}. {result.flow.rate.method} {100 * result.flow.rate.level:g}% interval."
    left_out = count(result.flow.not_evaluable, "patient")
    extra = f" {left_out} not evaluable for the endpoint stand only in the first column." if result.flow.not_evaluable else ""
    standardised = "Standardised difference: responders against non-responders."
    return f"Median [quartiles] or n/N (%); N is who has a value. {standardised}{extra}"


def _how(result: OverviewResult, view: View) -> tuple[tuple[str, str], ...]:
    definition = ("Endpoint", result.spec.endpoint.definition)
    if view == "baseline":
        return (definition, ("Standardised difference", SMD))
    if view == "published":
        return (("Source", result.citation), ("Refit", "Computed from the open cohort at this moment, without any filter."))
    assessed = ("Assessment", f"Counted as assessed: {window_words(result.spec)}.")
    return definition, assessed, *formula(result.flow.rate.method)


def as_text(catalogue: Catalogue, result: OverviewResult, made_on: date) -> str:
    """The overview for a terminal."""
    words = caption(catalogue, result, "flow", made_on)
    rows = [f"  {_row_words(row)}: {_arms(row)}" for row in result.baseline]
    published = [f"  {one.label}: published {one.printed}, here {beside_words(one)}" for one in result.published]
    return "\n".join([words.title, words.cohort, words.counts, *rows, *published, words.data])


def _row_words(row: BaselineRow) -> str:
    """`Age (years), median [quartiles]`, or `Dose 4 mg`."""
    if row.level:
        return f"{row.label} {row.level} {row.unit}".strip()
    return f"{row.label}{f' ({row.unit})' if row.unit else ''}, median [quartiles]"


def _arms(row: BaselineRow) -> str:
    """What each arm has; of a number with how many have one, for these may not be all."""
    counted = [("" if row.level else f" (n = {one.n:,})", one) for one in row.arms]
    return "; ".join(f"{arm}{n} {summary_words(one)}" for arm, (n, one) in zip(ARMS, counted, strict=True))
