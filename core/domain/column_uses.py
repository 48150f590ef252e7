"""What the columns of one source are taken as: a mapping seen column by column, so that it can be changed in a table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnUse:
    """One column of a source. `table` and `variable` (or one of its other forms) are empty where it is not imported.

    `month` is when the value was measured, where the column itself says so (SALT_3M); `test` and `unit` are those of a
    laboratory test that has a column of its own.
    """

    column: str
    table: str = ""
    variable: str = ""
    month: str = ""
    test: str = ""
    unit: str = ""
