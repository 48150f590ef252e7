"""How a text file with a table is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """The encoding (a Python codec), the mark between cells, and the decimal mark of a text file."""

    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."

    @property
    def plain(self) -> bool:
        """True for the form that is read as it stands."""
        return self == TextForm()
