"""Response against tolerability in words."""

from dataclasses import replace
from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.endpoint import AnalysisSet
from core.domain.tolerability import TolerancePoint, ToleranceResult
from core.words.cohort import filter_sentence, inner, listed
from core.words.event_names import in_brackets
from core.words.numbers import count, percent, rate_interval
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view
from core.words.sets import SET_RULES, SETS
from core.words.sources import formula

HEADING = "Response against tolerability"
ACROSS_NAME, EVERY_VARIABLE, LEAST_NAME = "Groups by", "Every variable of few levels", "At least, patients"
EVERYONE = "All in view"
BETTER = "Up and left: more response, fewer with an event"
NO_MONTH = "These data have no visit after month 0, so no response can be told."
DENOMINATORS = (
    "Two denominators: events out of everyone treated and in view, response out of those assessed at the month. Whoever left "
    "early is in the first only."
)
NOT_ADJUSTED = "Not adjusted: this shows where to look, not what to give whom."
SAME_PATIENTS = "The same patients stand in a point of every variable."
IN_BRACKETS = "In brackets: with an event out of those treated; responders out of those assessed."
NAMED = 6  # levels left out that are named


def response_words(result: ToleranceResult) -> str:
    """`SALT ≤20 at month 9`."""
    return f"{result.spec.endpoint.label} at month {result.spec.month}"


def kinds_words(result: ToleranceResult) -> str:
    """`any adverse event (serious)`."""
    return f"any adverse event{in_brackets(result.spec.only)}"


def events_axis(result: ToleranceResult) -> str:
    """What the level axis measures."""
    return f"Had {kinds_words(result)}, % of those treated"


def response_axis(result: ToleranceResult) -> str:
    """What the upright axis measures."""
    return f"{response_words(result)}, % of those assessed"


def point_name(one: TolerancePoint) -> str:
    """`Sex: Female`."""
    return f"{one.variable}: {one.level}" if one.variable else EVERYONE


def mark_words(result: ToleranceResult, one: TolerancePoint) -> str:
    """What stands at a mark: `Female (9/45; 18/38)` where one variable is drawn, `Sex: Female` among several."""
    if len(result.spec.by) > 1:
        return point_name(one)
    return f"{one.level} ({one.had:,}/{one.treated:,}; {one.responders:,}/{one.completers:,})"


def point_words(one: TolerancePoint) -> str:
    """`Sex: Female: events 8/45, 17.8% (…), response 15/37, 40.5% (…)`."""
    events = f"{one.had:,}/{one.treated:,} treated, {percent(one.events.value)} ({rate_interval(one.events)})"
    response = f"{one.responders:,}/{one.completers:,} assessed, {percent(one.response.value)} ({rate_interval(one.response)})"
    return f"{point_name(one)}: events {events}; response {response}"


def left_out(result: ToleranceResult) -> str:
    """Which levels are not drawn, and who has no level; nothing where all are."""
    small, parts = result.small, []
    if small:
        shown = [f"{point_name(one)} ({one.treated:,} treated, {one.completers:,} assessed)" for one in small[:NAMED]]
        more = f" and {len(small) - NAMED} more" if len(small) > NAMED else ""
        parts.append(f"{count(len(small), 'level')} under {result.spec.least} patients left out: {'; '.join(shown)}{more}.")
    if result.nowhere:
        missing = [f"{inner(label)} {n:,}" for label, n in result.nowhere]
        parts.append(f"Not recorded, so in no group: {listed(missing, 'and')}.")
    return " ".join(parts)


def caution(result: ToleranceResult) -> str:
    """What the points must not be read as, and how to read what stands at them."""
    return f"{NOT_ADJUSTED} {SAME_PATIENTS if len(result.spec.by) > 1 else IN_BRACKETS}"


def tolerability_title(result: ToleranceResult) -> str:
    """`SALT ≤20 at month 9 against any adverse event, by sex`."""
    return f"{response_words(result)} against {kinds_words(result)}, by {by_words(result)}"


def by_words(result: ToleranceResult) -> str:
    """`sex`, `10 variables`."""
    labels = dict.fromkeys(one.variable for one in (*result.points, *result.small))
    if not labels:
        return "group"
    return inner(next(iter(labels))) if len(labels) == 1 else f"{len(labels)} variables"


def tolerability_caption(catalogue: Catalogue, result: ToleranceResult, made_on: date) -> Caption:
    """Everything that stands around the points."""
    named, one = tolerability_title(result), result.everyone
    apart = left_out(result)
    shown = f"{count(len(result.points), 'group')} shown." if result.points else "No group is large enough to be shown."
    found = f"{point_words(one)}. {shown} {apart}".strip()
    used, its = one.events.method, one.response.method
    return Caption(
        title=named,
        heading=f"Response and adverse events by {by_words(result)}",
        note=f"{found} {caution(result)}{' Click a mark for who they are.' if result.points else ''}",
        alt=f"{named}. {'; '.join(point_words(point) for point in (one, *result.points[:8]))}.",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{in_view(result.provenance)}. {found}",
        method=f"{DENOMINATORS} {100 * result.spec.level:g}% intervals, of events {used}, of response {its}. {caution(result)}",
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(
            ("Denominators", DENOMINATORS),
            (SETS[AnalysisSet.OBSERVED], SET_RULES[AnalysisSet.OBSERVED]),
            ("Endpoint", result.spec.endpoint.definition),
            *formula(used),
            *(formula(its) if its != used else ()),
        ),
        file_stem=file_stem("response-tolerability", result.spec, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: ToleranceResult, made_on: date) -> str:
    """The result for a terminal: a line a group with both rates, counts, method and data."""
    lines = [f"  {point_words(one)}" for one in result.points]
    words = tolerability_caption(catalogue, result, made_on)
    method = words.method.removesuffix(IN_BRACKETS).strip()  # they stand in a chart only
    return printed(replace(words, method=method), result.provenance, lines)
