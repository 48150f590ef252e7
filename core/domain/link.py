"""What a link asked for and did not get."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One choice of a link that is not on offer: its name and text there (unchecked), and what is shown under which label."""

    name: str
    asked: str
    label: str
    shown: str
