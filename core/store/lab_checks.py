"""Checks of the laboratory table that need the catalogue's tests: units are converted by a known factor or not at all."""

from collections.abc import Iterator

from core.domain.catalogue import Catalogue
from core.domain.problems import Severity
from core.store.lab_names import key_of, names_table, units_table
from core.store.stage import staging


def lab_rules(catalogue: Catalogue) -> Iterator[tuple[str, str, str, str, Severity]]:
    """Column, condition of a broken rule, rule, remedy and severity."""
    lab, names, units = staging("lab"), names_table(catalogue), units_table(catalogue)
    pairs = f"(SELECT DISTINCT test, unit FROM {lab})"
    known = f"SELECT l.test, l.unit, names.test AS key FROM {pairs} l JOIN {names} ON {key_of('l.test')} = names.spelling"
    foreign = (
        f"SELECT k.test, k.unit FROM ({known}) k WHERE k.unit IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {units} WHERE units.test = k.key AND units.spelling = {key_of('k.unit')})"
    )
    yield (
        "unit",
        f"value IS NOT NULL AND (test, unit) IN ({foreign})",
        "not a unit this test can be converted from",
        f"{_units(catalogue)} No unit is guessed.",
        "blocks",
    )
    bare = f"SELECT min(row_no) FROM {lab} WHERE value IS NOT NULL AND unit IS NULL GROUP BY test"
    yield (
        "unit",
        f"row_no IN ({bare}) AND test IN (SELECT test FROM ({known}))",
        "values of this test without a unit",
        "Imported, but left out wherever values are shown: write the unit of every value.",
        "warning",
    )
    strange = f"SELECT min(row_no) FROM {lab} WHERE test NOT IN (SELECT test FROM ({known})) GROUP BY test"
    yield (
        "test",
        f"row_no IN ({strange})",
        "not a test the laboratory page knows",
        f"Imported, but not shown. Known tests: {', '.join(one.label for one in catalogue.lab_tests if not one.made_from)}.",
        "warning",
    )
    yield _twice(lab, known)


def _twice(lab: str, known: str) -> tuple[str, str, str, str, Severity]:
    """Two rows of one test under two names; under one name the key of the table says it."""
    names = f"(SELECT DISTINCT test, key FROM ({known}))"
    several = f"SELECT key FROM {names} GROUP BY key HAVING count(*) > 1"
    rows = f"SELECT l.*, n.key FROM {lab} l JOIN {names} n ON n.test = l.test WHERE n.key IN ({several})"
    other = "lag(test) OVER (PARTITION BY patient_id, key, try_cast(month AS DOUBLE) ORDER BY row_no)"
    found = f"SELECT row_no FROM ({rows}) QUALIFY {other} != test"
    return (
        "test",
        f"row_no IN ({found})",
        "an earlier row has the same test under another name",
        "Keep one of the two rows.",
        "blocks",
    )


def _units(catalogue: Catalogue) -> str:
    """Which units each test may have, in a sentence."""
    listed: dict[str, list[str]] = {}
    for test in catalogue.lab_tests:
        if test.units:
            listed.setdefault(", ".join(unit.name for unit in test.units), []).append(test.label)
    return "Convert it to one of: " + "; ".join(f"{', '.join(tests)} in {units}" for units, tests in listed.items()) + "."
