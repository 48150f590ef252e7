"""How a text file with a table is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """The encoding (a Python codec), the mark between cells, the decimal mark, and the row with the names of the columns."""

    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    header: int = 1

    @property
    def plain(self) -> bool:
        """True for the form that is read as it stands."""
        return self == TextForm()
