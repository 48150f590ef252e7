"""Adjusted absolute risks in words."""

from datetime import date

from core.domain.adjusted import AdjustedRisk, AdjustedRisks
from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.model import ModelResult
from core.words.cohort import filter_sentence, inner, listed
from core.words.model import counts, first_words, model_stem, outcome
from core.words.model_method import STATUSES, aliased_words
from core.words.numbers import NONE, count, difference, percent, rate_with_interval
from core.words.provenance import data_line
from core.words.rates import size_words
from core.words.sources import FORMULAE

HEADING = "Adjusted risks"
STANDARDISATION, FLIC = "marginal standardisation", "intercept correction (FLIC)"
REFERENCE = "reference"
RISK_AXIS = "Predicted response if everybody had the level"
EVERYBODY = "Each dot: the rate to expect if everybody used had this level and all else stayed."
LONGEST_ALT = 20  # rows told in a sentence


def title(found: AdjustedRisks) -> str:
    """What is adjusted."""
    return f"{outcome(found.model)}: adjusted risks"


def observed_words(found: AdjustedRisks) -> str:
    """`Observed 41.4%`: the rate of the patients used."""
    return f"Observed {percent(found.observed.value)}" if found.observed else ""


def risk_label(row: AdjustedRisk) -> str:
    """`Sex: Female`, or `Age: per 10 years`."""
    return f"{row.label}: {row.level}"


def count_words(row: AdjustedRisk) -> str:
    """`10/11` responders of the patients with the level, `n 70` for a number."""
    return f"{row.events:,}/{row.n:,}" if row.value else f"n {row.n:,}"


def risk_words(row: AdjustedRisk) -> str:
    """`55.7% (16.8–88.6%)`; a dash for a line."""
    return rate_with_interval(row.risk) if row.risk else NONE


def difference_words(row: AdjustedRisk) -> str:
    """`+30.3 (−11.4 to +72.1)` points, or that this is the level others are compared with."""
    return difference(row.difference) if row.difference else REFERENCE


def mark(row: AdjustedRisk) -> str:
    """`n <10`, `n <5`, or nothing."""
    return size_words(row.size)


def method(found: AdjustedRisks) -> str:
    """How the risks were made, by the names of what ran; what a line supposes that nobody has."""
    if found.status != "ok":
        return STATUSES[found.status]
    said = (
        f"Responders of the patients with the level; mean predicted risk if everybody had it, standardised over the "
        f"{count(found.model.n, 'patient')} used, delta method, {100 * found.model.spec.level:g}% intervals; difference in "
        "percentage points. Dotted line: the rate observed. These limits are symmetrical and may leave out 0 where those of "
        "the odds ratio hold 1: the test of the term above decides"
    )
    return f"{said}. {estimator(found.model)}. {beyond_words(found)}".strip()


def estimator(model: ModelResult) -> str:
    """Which fit predicts, and what Firth's needs for it."""
    if model.estimator != "firth":
        return "Predicted by maximum likelihood"
    return (
        "Firth's penalised likelihood draws predicted risks towards 50%; its intercept is therefore corrected (FLIC), so that "
        "they average to the rate observed"
    )


def beyond_words(found: AdjustedRisks) -> str:
    """Whom a line moves to where nobody was seen; nothing where it moves nobody there."""
    told = [f"{inner(row.label)} {row.beyond}" for row in found.risks if row.beyond]
    return f"Moved above the highest value seen: {listed(told, 'and')} of {found.model.n:,}." if told else ""


def how(model: ModelResult) -> tuple[tuple[str, str], ...]:
    """The formulae behind predicted risks that are shared with the what-if profile."""
    return (("Outcome", model.spec.endpoint.definition), *(formula(FLIC) if model.estimator == "firth" else ()))


def formula(name: str) -> tuple[tuple[str, str], ...]:
    """A method with its explanation."""
    return ((name[0].upper() + name[1:], FORMULAE[name]),)


def alt(found: AdjustedRisks) -> str:
    """A sentence that says what the chart shows."""
    told = "; ".join(f"{risk_label(row)} {risk_words(row)}" for row in found.risks[:LONGEST_ALT] if row.risk)
    return f"{title(found)}. {told or STATUSES[found.status]}"


def caption(catalogue: Catalogue, found: AdjustedRisks, made_on: date) -> Caption:
    """Everything that stands around the card."""
    model, made = found.model, method(found)
    return Caption(
        title=title(found),
        heading=title(found),
        note=first_words(model, *([EVERYBODY] if found.risks else []), beyond_words(found)),
        alt=alt(found),
        cohort=filter_sentence(catalogue, model.cohort),
        counts=counts(model),
        method=" ".join([made, *map(aliased_words, model.aliased)]),
        data=data_line(model.provenance, made_on),
        synthetic=model.provenance.synthetic,
        how=(
            *how(model),
            *formula(STANDARDISATION),
            *formula("delta method on the log odds"),
            *formula("delta method"),
        ),
        file_stem=model_stem(model, "adjusted-risks"),
    )


def as_text(catalogue: Catalogue, found: AdjustedRisks, made_on: date) -> str:
    """The risks for a terminal: title, cohort, a line a level, counts, method and data."""
    words = caption(catalogue, found, made_on)
    lines = [f"  {risk_label(row)}: {count_words(row)}, {risk_words(row)}, {difference_words(row)}" for row in found.risks]
    return "\n".join([words.title, words.cohort, *lines, words.counts, words.method, words.data])
