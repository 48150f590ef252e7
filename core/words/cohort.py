"""The cohort filter in English: one sentence, drawn from the catalogue."""

from collections.abc import Sequence
from typing import Protocol

from core.catalogue.lookup import filter_variable, in_order
from core.domain.catalogue import Catalogue
from core.domain.filters import Clause, CohortFilter, number
from core.domain.variable import Level, Variable

EVERYONE = "All treated patients."


def in_no_group(n: int, *labels: str) -> str:
    """`3 in no group, sex not recorded`: whom a grouping by these variables leaves out."""
    return f"{n:,} in no group, {listed([inner(one) for one in labels], 'or')} not recorded"


class Group(Protocol):
    """Patients of one group; of everyone where there are no levels."""

    @property
    def levels(self) -> tuple[Level, ...]:
        """What they share."""

    @property
    def n(self) -> int:
        """How many they are."""


def group_label(one: Group) -> str:
    """`Female (n = 45)`."""
    return f"{one.levels[0].label} (n = {one.n:,})" if one.levels else f"All in view (n = {one.n:,})"


def filter_sentence(catalogue: Catalogue, cohort: CohortFilter) -> str:
    """The filter as it stands under every title: `Patients with sex Female and age 18 to 40 years.`"""
    if not cohort.clauses:
        return EVERYONE
    order = [variable.name for variable in catalogue.filterable]
    clauses = sorted(cohort.clauses, key=lambda clause: order.index(clause.column))
    return f"Patients with {listed([clause_words(catalogue, clause) for clause in clauses], 'and')}."


def without_table(label: str, sites: Sequence[str], patients: int) -> str:
    """`No adverse events came from Osaka: of the patients in view, 18 do not count here.`"""
    sources = listed([site or "patients without a site" for site in sites], "or")
    return f"No {inner(label)} came from {sources}: of the patients in view, {patients:,} do not count here."


def clause_words(catalogue: Catalogue, clause: Clause) -> str:
    """One condition in words: `age 18 to 40 years or not recorded`."""
    variable = filter_variable(catalogue, clause.column)
    if clause.kind == "range":
        alternatives = [_range(variable, clause)]
    else:
        alternatives = [variable.label_of(value) for value in in_order(variable, clause.values)]
        alternatives = [f"{value} {variable.unit}".strip() for value in alternatives]
    if clause.keep_missing:
        alternatives.append("not recorded")
    return f"{inner(variable.label)} {listed(alternatives, 'or')}"


def _range(variable: Variable, clause: Clause) -> str:
    unit = f" {variable.unit}" if variable.unit else ""
    if clause.low is None:
        return f"≤{number(clause.high)}{unit}"
    if clause.high is None:
        return f"≥{number(clause.low)}{unit}"
    return f"{number(clause.low)} to {number(clause.high)}{unit}"


def inner(label: str) -> str:
    """A label inside a sentence: lower case, unless it begins with an abbreviation."""
    first = label.split(maxsplit=1)[0]
    return label if sum(letter.isupper() for letter in first) > 1 else label[0].lower() + label[1:]


def listed(items: list[str], word: str) -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
