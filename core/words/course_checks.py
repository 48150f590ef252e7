"""Courses that deserve a second look, in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.course_checks import (
    EDGE_SHARE,
    FINE_STEPS,
    JUMP_MONTHS,
    JUMP_SHARE,
    LATE_DAYS,
    MARGIN,
    MOST_LISTED,
    SAME_VALUES,
    CourseFinding,
    CourseResult,
    Rule,
)
from core.domain.filters import number
from core.words.cohort import filter_sentence, inner, listed
from core.words.coverage import share_words
from core.words.numbers import count
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view

HEADING = "Courses that deserve a second look"
RULES_HEADING, LIST = "Rules", "What they found"
RULE_NAME, EVERY, EVERY_RULE = "Rule", "every", "Every rule"
_MARGIN = f"{count(int(MARGIN), 'month')}"
NAMES: dict[Rule, str] = {
    "jump": "Jump",
    "swing": "From none to all",
    "unchanged": "Unchanged value",
    "after stop": "Visit after stopping",
    "late event": "Event after the end",
    "twice": "Two visits for one month",
    "no score": "Visit without a score",
    "future": "Visit in the future",
    "half a stop": "Stop half recorded",
}
SENTENCES: dict[Rule, str] = {
    "jump": f"A score changes by more than {JUMP_SHARE:.0%} of its range between two values at most {number(JUMP_MONTHS)} "
    "months apart.",
    "swing": f"A score goes from the lowest {EDGE_SHARE:.0%} of its range to the highest {EDGE_SHARE:.0%} from one value to "
    "the next.",
    "unchanged": f"The same value {SAME_VALUES} times in a row, neither the lowest nor the highest, of a score with at least "
    f"{FINE_STEPS} steps. Carried forward?",
    "after stop": f"A visit more than {_MARGIN} after treatment stopped.",
    "late event": f"An adverse event begins more than {_MARGIN} after treatment stopped; without a stop, after the last visit "
    "or blood test.",
    "twice": "Two visits are nearest to the same whole month. Rates take the one nearer to it.",
    "no score": "No score was taken, so the visit counts nowhere.",
    "future": "By the start of treatment the visit lies more than "
    f"{LATE_DAYS} days after the day on which these data were published.",
    "half a stop": "A month of stopping without a reason, or a reason without a month.",
}
UNITS: dict[Rule, str] = {
    "jump": "pairs of values",
    "swing": "pairs that begin low",
    "unchanged": "values with enough before them",
    "after stop": "visits of those who stopped",
    "late event": "events with an onset",
    "twice": "visits",
    "no score": "visits",
    "future": "visits with a start of treatment",
    "half a stop": "patients with either",
}
METHOD = "A finding is not an error: look at the record. The limits are the same for every score and are none of its own."


def finding_words(one: CourseFinding) -> str:
    """`SALT 12 at month 3, 95 at month 4`; what was seen, in the words of its rule."""
    if one.rule == "unchanged":
        return f"{one.what} {_number(one.value)} for the {SAME_VALUES}th time in a row at month {_number(one.month)}"
    if one.rule in ("jump", "swing"):
        before = f"{_number(one.from_value)} at month {_number(one.from_month)}"
        return f"{one.what} {before}, {_number(one.value)} at month {_number(one.month)}"
    if one.rule == "half a stop":
        return "A reason without a month" if one.month is None else f"Stopped at month {_number(one.month)} without a reason"
    told = {
        "after stop": f"Stopped at month {_number(one.from_month)}",
        "late event": f"{one.what}; last seen or stopped at month {_number(one.from_month)}",
        "no score": "Every score empty",
        "future": "Later than these data",
        "twice": f"Another visit at month {_number(one.from_month)}",
    }
    return told[one.rule]


def _number(value: float | None) -> str:
    return "–" if value is None else number(round(value, 2))


def finding(result: CourseResult) -> str:
    """How many rules found something, in how many patients."""
    broken = [one for one in result.rules if one.found]
    if not broken:
        return f"No rule found anything in {count(result.provenance.in_view, 'patient')}."
    said = [f"{inner(NAMES[one.rule])} {one.found:,}" for one in broken]
    who = share_words(result.patients, result.provenance.in_view)
    return (
        f"{len(broken)} of {len(result.rules)} rules found something, in {who} of the patients in view: {listed(said, 'and')}."
    )


def list_words(result: CourseResult) -> str:
    """What the list holds, where it is not all."""
    total = sum(one.found for one in result.rules)
    more = f"; the first {MOST_LISTED} of each rule are listed" if total > len(result.rows) else ""
    return f"{count(total, 'finding')}{more}."


def caption(catalogue: Catalogue, result: CourseResult, made_on: date, *, rows: bool = False) -> Caption:
    """Everything that stands around the rules, or around the list of what they found."""
    said = list_words(result) if rows else finding(result)
    titled = f"{HEADING}: {LIST.lower()}" if rows else HEADING
    return Caption(
        title=titled,
        heading=LIST if rows else RULES_HEADING,
        note=f"{said} {METHOD}" if rows else said,
        alt=f"{titled}. {said}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{said} {in_view(result.provenance)}.",
        method=METHOD,
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=tuple((NAMES[one.rule], SENTENCES[one.rule]) for one in result.rules),
        file_stem=file_stem("courses-listed" if rows else "courses", titled, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: CourseResult, made_on: date) -> str:
    """The result for a terminal: a line a rule, then a line a finding."""
    lines = [
        f"  {NAMES[one.rule]}: {one.found:,} of {one.compared:,} {UNITS[one.rule]}, in {count(one.patients, 'patient')}. "
        f"{SENTENCES[one.rule]}"
        for one in result.rules
    ]
    found = [f"  {one.patient_id}, month {_number(one.month)}: {NAMES[one.rule]}. {finding_words(one)}" for one in result.rows]
    listing = [f"{LIST}: {list_words(result)}", *found] if found else []
    return printed(caption(catalogue, result, made_on), result.provenance, [*lines, *listing])
