"""Published estimates that are laid over those of a model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMark:
    """A published estimate that stands for the same row of the same model, with its p and where it is printed."""

    variable: str
    value: str
    estimate: float
    digits: int
    p: float
    citation: str
