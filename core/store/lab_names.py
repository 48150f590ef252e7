"""How tests and units are written in the files, as tables of the engine: what the checks and the making of values share."""

from collections.abc import Iterable

from core.domain.catalogue import Catalogue
from core.domain.labs import spelling_key
from core.store.stage import literal


def key_of(column: str) -> str:
    """A column as it is compared: `spelling_key` of the domain, in SQL."""
    return f"replace(replace(replace(lower({column}), 'µ', 'u'), 'μ', 'u'), ' ', '')"


def names_table(catalogue: Catalogue) -> str:
    """`(spelling, test)`: every way a test that is read from the files may be called."""
    pairs = {
        spelling_key(spelling): test.key
        for test in catalogue.lab_tests
        if not test.made_from
        for spelling in (test.key, test.label, *test.spellings)
    }
    return _values("names", ("spelling", "test"), [(literal(name), literal(test)) for name, test in pairs.items()])


def units_table(catalogue: Catalogue) -> str:
    """`(test, spelling, factor)`: every unit a test may come in, and what turns it into the test's own."""
    rows = {
        (test.key, spelling_key(spelling)): unit.factor
        for test in catalogue.lab_tests
        for unit in test.units
        for spelling in (unit.name, *unit.spellings)
    }
    cells = [(literal(test), literal(spelling), f"{factor!r}::DOUBLE") for (test, spelling), factor in rows.items()]
    return _values("units", ("test", "spelling", "factor"), cells)


def _values(name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    listed = ", ".join(f"({', '.join(cells)})" for cells in rows)
    return f"(VALUES {listed}) AS {name}({', '.join(columns)})"
