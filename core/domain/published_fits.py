"""Published regression estimates and what their refits give."""

from dataclasses import dataclass
from typing import Literal

from core.domain.model import Fit, ModelKind

Variant = Literal["printed", "likelihood", "firth", "coding", "fewer terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refit:
    """A published estimate fitted again in one way; None where the model has no such row."""

    variant: Variant
    fit: Fit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFit:
    """A published estimate as printed (with so many `digits`), its p, and its refits."""

    kind: ModelKind
    label: str
    value: float
    digits: int
    p: float
    note: str
    refits: tuple[Refit, ...]
