"""What stands around a chart or table wherever it goes: title, cohort, counts, method, data, and how it was made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The words of one card. On the page: `heading` and `note`; on every file made of it: `title` and `footer`.

    `how` are paragraphs under headings.
    """

    title: str
    heading: str
    note: str
    alt: str
    cohort: str
    counts: str
    method: str
    data: str
    synthetic: bool
    how: tuple[tuple[str, str], ...]
    file_stem: str

    @property
    def footer(self) -> tuple[str, ...]:
        """The lines stamped under a chart or above a table that leaves the page."""
        return (self.cohort, self.counts, self.method, self.data)
