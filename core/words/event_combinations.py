"""Combinations of events in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.event_combinations import Combination, CombinationResult
from core.words.cohort import filter_sentence
from core.words.event_names import by_words, category_label, in_brackets
from core.words.events import TREATED
from core.words.numbers import count, percent, rate_interval
from core.words.printed import printed
from core.words.provenance import data_line, file_stem, in_view
from core.words.sources import formula

HEADING = "In the same patients"
OTHERS = "Other combinations"
RULE = (
    "A patient counts in one column only: that of exactly the kinds had at any time during the record, one kind alone being a "
    "column too. Together does not mean at the same time."
)
HAD = {"term": "at least one event", "category": "at least one event", "special": "an event of one of the sets"}
PLURALS = {"term": "terms", "category": "categories", "special": "sets of special interest"}


def kind_name(result: CombinationResult, name: str) -> str:
    """The kind, a category as the data name it."""
    return category_label(name) if result.spec.by == "category" else name


def kind_words(result: CombinationResult, kind: tuple[str, int]) -> str:
    """`Acne (12)`: a kind and how many had it."""
    return f"{kind_name(result, kind[0])} ({kind[1]:,})"


def members_words(result: CombinationResult, one: Combination) -> str:
    """`Acne + Headache`, `Acne alone`."""
    names = [kind_name(result, name) for name in one.members]
    return " + ".join(names) if len(names) > 1 else f"{names[0]} alone"


def combination_words(result: CombinationResult, one: Combination) -> str:
    """`Acne + Headache: 3/86, 3.5% (0.7–9.9%)`."""
    share = f"{percent(one.rate.value)} ({rate_interval(one.rate)})"
    return f"{members_words(result, one)}: {one.patients:,}/{result.treated:,}, {share}"


def share_axis(result: CombinationResult) -> str:
    """What the bars measure."""
    return f"% of {result.treated:,} treated"


def combinations_title(result: CombinationResult) -> str:
    """`Which terms the same patients had`."""
    return f"Which {PLURALS[result.spec.by]} the same patients had{in_brackets(result.spec.only)}"


def combinations_finding(result: CombinationResult) -> str:
    """How many had more than one kind, and the most frequent pair or more."""
    if not result.combinations:
        return f"None of {count(result.treated, 'treated patient')} had such an event."
    had = f"{result.had:,} of {count(result.treated, 'treated patient')} had {HAD[result.spec.by]}"
    said = f"{had}, {result.several:,} more than one {by_words(result.spec.by)}."
    together = next((one for one in result.combinations if len(one.members) > 1), None)
    return f"{said} Most often together were {combination_words(result, together)}." if together else said


def not_shown(result: CombinationResult) -> str:
    """How many combinations are not drawn; nothing where all are."""
    hidden = result.found - len(result.combinations)
    if not hidden:
        return ""
    return f" {count(hidden, 'rarer combination')} of {count(result.others, 'patient')} not shown."


def combinations_caption(catalogue: Catalogue, result: CombinationResult, made_on: date) -> Caption:
    """Everything that stands around the combinations."""
    named, found = combinations_title(result), f"{combinations_finding(result)}{not_shown(result)}"
    used = next((one.rate.method for one in result.combinations), "")
    told = "; ".join(combination_words(result, one) for one in result.combinations[:8])
    return Caption(
        title=named,
        heading=named,
        note=f"{found} In brackets: patients who had it, alone or not. Together does not mean at the same time. "
        "Click a bar for who they are.",
        alt=f"{named}. {f'{told}.' if told else found}",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=f"{in_view(result.provenance)}. {found}",
        method=f"{RULE} {TREATED}" + (f" {used} {100 * result.spec.level:g}% intervals." if used else ""),
        data=data_line(result.provenance, made_on),
        synthetic=result.provenance.synthetic,
        how=(("Combination", RULE), ("Denominator", TREATED), *formula(used)),
        file_stem=file_stem("adverse-events-together", result.spec, result.cohort, result.provenance),
    )


def as_text(catalogue: Catalogue, result: CombinationResult, made_on: date) -> str:
    """The result for a terminal: a line a combination, how many had each kind, counts, method and data."""
    lines = [f"  {combination_words(result, one)}" for one in result.combinations]
    kinds = ", ".join(kind_words(result, one) for one in result.kinds)
    lines += [f"  Alone or not: {kinds}"] if kinds else []
    return printed(combinations_caption(catalogue, result, made_on), result.provenance, lines)
