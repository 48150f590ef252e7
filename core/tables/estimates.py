"""An estimate as cells of a table."""

from core.domain.estimates import Estimate


def estimate_cells(heading: str, estimate: Estimate | None, scale: float = 1) -> dict[str, float | None]:
    """Value, low and high, times `scale` (100 for percent and points); empty where there is none."""
    parts = (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)
    return {f"{heading}{end}": times(part, scale) for end, part in zip(("", ", low", ", high"), parts, strict=True)}


def times(value: float | None, scale: float) -> float | None:
    """A number on another scale; None where there is none."""
    return None if value is None else scale * value
