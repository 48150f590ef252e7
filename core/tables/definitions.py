"""The catalogue as tables, for the definitions page and the documentation."""

from core.domain.catalogue import Catalogue
from core.domain.filters import number
from core.domain.labs import CTCAE_VERSIONS, CtcaeVersion, LabTest
from core.domain.rows import Row, Rows
from core.domain.variable import Table, Variable
from core.words.benchmarks import benchmark_label
from core.words.lab_limits import criterion_words, version_words
from core.words.sets import SET_RULES, SETS
from core.words.sources import FORMULAE


def variables_table(table: Table) -> Rows:
    """One row a column of the table: what it means, its unit, what is allowed, when it is known, whether it must be there."""
    return [_variable(variable) for variable in table]


def derived_table(catalogue: Catalogue) -> Rows:
    """One row a variable that is made from the visits."""
    return [_variable(variable) for variable in catalogue.derived]


def endpoints_table(catalogue: Catalogue) -> Rows:
    """One row an endpoint, with the key that links and the command line use."""
    return [{"Endpoint": one.label, "Definition": one.definition, "Key": one.key} for one in catalogue.endpoints]


def lab_tests_table(catalogue: Catalogue) -> Rows:
    """One row a laboratory test: its unit, those it is converted from with their factors, and its grades by version."""
    return [
        {
            "Test": test.label,
            "Unit": test.unit,
            "Converted from": "; ".join(f"{unit.name} (× {unit.factor:.6g})" for unit in test.units)
            or f"calculated from {test.made_from}",
            "Read as": ", ".join(test.spellings),
            **{version_words(version): _graded(test, version) for version in CTCAE_VERSIONS},
        }
        for test in catalogue.lab_tests
    ]


def monitoring_table(catalogue: Catalogue) -> Rows:
    """One row a threshold at which a drug's label says what to do."""
    tests = {test.key: test for test in catalogue.lab_tests}
    return [
        {
            "Drug": one.drug,
            "Test": tests[one.test].label,
            "Below": one.below,
            "Unit": tests[one.test].unit,
            "What to do": one.action,
            "By": one.of,
            "Source": one.source,
        }
        for one in catalogue.monitoring
    ]


def _graded(test: LabTest, version: CtcaeVersion) -> str:
    criterion = test.criterion(version)
    return f"{criterion_words(criterion)} ({criterion.source})" if criterion else "none on file"


def sets_rules_table() -> Rows:
    """One row an analysis set."""
    return [{"Analysis set": SETS[one], "Rule": rule, "Key": one.value} for one, rule in SET_RULES.items()]


def methods_table() -> Rows:
    """One row a statistical method, with formula and source."""
    return [{"Method": name, "How it computes, and its source": words} for name, words in FORMULAE.items()]


def benchmarks_table(catalogue: Catalogue) -> Rows:
    """One row a published rate."""
    labels = {one.key: one.label for one in catalogue.endpoints}
    return [
        {
            "Study": benchmark_label(row),
            "Endpoint": labels.get(row.endpoint, row.endpoint),
            "Month": row.month,
            "Responders": row.events,
            "Patients": row.n,
            "Rate %": row.percent,
            "Imputation": row.imputation,
            "Source": row.citation,
            "Note": row.note,
        }
        for row in catalogue.benchmarks
    ]


def allowed(variable: Variable) -> str:
    """What a column may hold, in words."""
    if variable.choices:
        return ", ".join(
            f"{level.value} ({level.label})" if level.label != level.value else level.value for level in variable.choices
        )
    if variable.low is not None and variable.high is not None:
        whole = "whole number, " if variable.kind == "integer" else ""
        return f"{whole}{number(variable.low)} to {number(variable.high)}"
    return {"date": "YYYY-MM-DD", "category": "any text"}.get(variable.kind, "text")


def _variable(variable: Variable) -> Row:
    return {
        "Column": variable.name,
        "Label": variable.label,
        "Unit": variable.unit,
        "Allowed": allowed(variable),
        "Known": variable.timing,
        "Required": "yes" if variable.required else "no",
        "Definition": variable.definition,
    }
