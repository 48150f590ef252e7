"""Checks of the laboratory table that need the catalogue's tests: units are converted by a known factor or not at all."""

from collections.abc import Iterator

from core.domain.catalogue import Catalogue
from core.store.lab_names import key_of, names_table, units_table
from core.store.rules import Rule
from core.store.stage import staging


def lab_rules(catalogue: Catalogue) -> Iterator[Rule]:
    """The rules about tests and their units."""
    lab, names, units = staging("lab"), names_table(catalogue), units_table(catalogue)
    pairs = f"(SELECT DISTINCT test, unit FROM {lab})"
    known = f"SELECT l.test, l.unit, names.test AS key FROM {pairs} l JOIN {names} ON {key_of('l.test')} = names.spelling"
    foreign = (
        f"SELECT k.test, k.unit FROM ({known}) k WHERE k.unit IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {units} WHERE units.test = k.key AND units.spelling = {key_of('k.unit')})"
    )
    yield Rule(
        "unit",
        f"value IS NOT NULL AND (test, unit) IN ({foreign})",
        "not a unit this test can be converted from",
        f"{_units(catalogue)} No unit is guessed.",
        "left_out",
    )
    bare = f"SELECT min(row_id) FROM {lab} WHERE value IS NOT NULL AND unit IS NULL GROUP BY test"
    yield Rule(
        "unit",
        f"row_id IN ({bare}) AND test IN (SELECT test FROM ({known}))",
        "values of this test without a unit",
        "Imported, but left out wherever values are shown: write the unit of every value.",
        "warning",
    )
    strange = f"SELECT min(row_id) FROM {lab} WHERE test NOT IN (SELECT test FROM ({known})) GROUP BY test"
    yield Rule(
        "test",
        f"row_id IN ({strange})",
        "not a test the laboratory page knows",
        f"Imported, but not shown. Known tests: {', '.join(one.label for one in catalogue.lab_tests if not one.made_from)}.",
        "warning",
    )
    yield _twice(lab, known)


def _twice(lab: str, known: str) -> Rule:
    """One test under two names at a time: the later of two that agree, both where they differ. One name is told by the key."""
    names = f"(SELECT DISTINCT test, key FROM ({known}))"
    several = f"SELECT key FROM {names} GROUP BY key HAVING count(*) > 1"
    said = "concat_ws(' ', try_cast(value AS DOUBLE), unit)"
    rows = f"SELECT l.*, n.key, {said} AS said FROM {lab} l JOIN {names} n ON n.test = l.test WHERE n.key IN ({several})"
    found = (
        f"SELECT row_id FROM ({rows}) WINDOW w AS (PARTITION BY patient_id, key, try_cast(month AS DOUBLE)) "
        "QUALIFY min(test) OVER w != max(test) OVER w "
        "AND (min(said) OVER w != max(said) OVER w OR min(row_id) OVER w != row_id)"
    )
    return Rule(
        "test",
        f"row_id IN ({found})",
        "the same test under another name in another row",
        "Keep one of the two rows.",
        "left_out",
    )


def _units(catalogue: Catalogue) -> str:
    """Which units each test may have, in a sentence."""
    listed: dict[str, list[str]] = {}
    for test in catalogue.lab_tests:
        if test.units:
            listed.setdefault(", ".join(unit.name for unit in test.units), []).append(test.label)
    return "Convert it to one of: " + "; ".join(f"{', '.join(tests)} in {units}" for units, tests in listed.items()) + "."
