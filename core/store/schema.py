"""The tables as the engine holds them, drawn from the catalogue.

`cohort` has one row a patient: the patient's variables (choices as text), the baseline of every measure and its band, and for
every measure and month m three columns: `<measure>_m<m>` the value nearest to the month within the widest window
(of two equally near, the earlier), `..._off` its distance in months, `..._last` the last value at or before the month.
Any visit window is then a comparison with `_off`, so rates never touch the visits.
"""

import hashlib

from core.domain.catalogue import Catalogue
from core.domain.variable import Variable

LAYOUT = 1  # of the tables themselves; raised when `derive` makes them differently
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
        [
            (one.name, [(b.value, b.low, b.high, b.low_inclusive, b.high_inclusive) for b in one.bands])
            for one in catalogue.measures
        ],
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


def cohort_types(catalogue: Catalogue, months: tuple[int, ...]) -> dict[str, str]:
    """Column -> type ("string" or "float64") of the `cohort` table, for the query language."""
    types = {"patient_no": "int64"}
    for variable in catalogue.cohort_variables:
        types[variable.name] = cohort_type(variable)
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
