"""The tables as the engine holds them, drawn from the catalogue.

`cohort` has one row a patient: the patient's variables (choices as text), the baseline of every measure and its band, and for
every measure and month m three columns: `<measure>_m<m>` the value nearest to the month within the widest window
(of two equally near, the earlier), `..._off` its distance in months, `..._last` the last value at or before the month.
Any visit window is then a comparison with `_off`, so rates never touch the visits. Numbers that can be filtered have a column
`<name>_bin` beside them, in which the filter panel counts them: at a million patients that halves its time. FOLLOWED is
how long a patient was treated as far as is known: to the month of stopping, else to the last visit, blood test or onset of an
event. Every row of the four tables says where it is from: `source`, a row of the table `origin` with the name of the file, and
`source_row`, its number there.
"""

import hashlib

from core.domain.catalogue import Catalogue
from core.domain.variable import Variable

LAYOUT = 6  # of the tables themselves; raised when `derive` makes them differently
FOLLOWED = "followed_months"
SPECIAL = "special_event"  # the terms of every set of events of special interest
SQL_TYPES = {
    "identifier": "VARCHAR",
    "category": "VARCHAR",
    "text": "VARCHAR",
    "flag": "BOOLEAN",
    "number": "DOUBLE",
    "integer": "INTEGER",
    "date": "DATE",
}


def fingerprint(catalogue: Catalogue) -> str:
    """Twelve digits of all that decides how the tables are made and read; a store made for others must be made anew."""
    variables = [*(one for table in catalogue.tables for one in table), *catalogue.derived]
    made_of = (
        LAYOUT,
        catalogue.key,
        catalogue.widest_window,
        [(one.name, one.kind, one.discrete, [level.value for level in one.choices]) for one in variables],
        [(one.name, bin_width(one)) for one in binned(catalogue)],
        [(one.key, one.words, one.categories, one.wide) for one in catalogue.special_events],
        [
            (one.name, [(b.value, b.low, b.high, b.low_inclusive, b.high_inclusive) for b in one.bands])
            for one in catalogue.measures
        ],
        catalogue.lab_tests,
        (catalogue.kidney_rule.tests, catalogue.kidney_rule.female, catalogue.kidney_rule.male),
    )
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]


def at_month(measure: str, month: int) -> str:
    """The column with a measure's value at a month."""
    return f"{measure}_m{month}"


def offset(measure: str, month: int) -> str:
    """The column with the distance of that value's visit from the month, in months."""
    return f"{measure}_m{month}_off"


def last(measure: str, month: int) -> str:
    """The column with the last value at or before a month, the baseline included."""
    return f"{measure}_m{month}_last"


def baseline(measure: str) -> str:
    """The column with a measure's baseline value as a number."""
    return f"{measure}_m0"


def binned(catalogue: Catalogue) -> tuple[Variable, ...]:
    """The variables whose values are also held by bin."""
    return tuple(variable for variable in catalogue.filterable if variable.numeric)


def bin_width(variable: Variable) -> float:
    """The width of the bins a number is counted in: a round one that makes about forty of them at most."""
    span = (variable.high or 0) - (variable.low or 0)
    return next((width for width in (1.0, 2.0, 5.0, 10.0, 20.0, 50.0) if span / width <= 40), 100.0)


def enumeration(name: str) -> str:
    """The engine's type of a choice: small integers that show as text, filtered and grouped as integers."""
    return f"{name}_level"


def bin_of(name: str) -> str:
    """The column with the bin of a variable: the value in whole bin widths, rounded down."""
    return f"{name}_bin"


def cohort_types(catalogue: Catalogue, months: tuple[int, ...]) -> dict[str, str]:
    """Column -> type ("string", "float64", "int32" or "date") of the `cohort` table, for the query language."""
    types = {"patient_no": "int64", FOLLOWED: "float64"}
    for variable in catalogue.cohort_variables:
        types[variable.name] = cohort_type(variable)
    for variable in binned(catalogue):
        types[bin_of(variable.name)] = "int32"
    for measure in catalogue.measures:
        types[baseline(measure.name)] = "float64"
        for month in months:
            if month > 0:
                for column in (at_month, offset, last):
                    types[column(measure.name, month)] = "float64"
    return types


def cohort_type(variable: Variable) -> str:
    """How a variable is held in `cohort`: choices as text, so that every choice is filtered and grouped alike."""
    if variable.numeric:
        return "float64"
    return "date" if variable.kind == "date" else "string"
