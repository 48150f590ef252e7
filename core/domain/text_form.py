"""How a text file with a table is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """The encoding (a Python codec), the mark between cells, the decimal mark, and the rows with the names of the columns: the
    first, and how many there are."""

    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    header: int = 1
    tall: int = 1

    @property
    def last(self) -> int:
        """The last row with names of columns."""
        return self.header + self.tall - 1

    @property
    def plain(self) -> bool:
        """True for the form that is read as it stands."""
        return self == TextForm()
