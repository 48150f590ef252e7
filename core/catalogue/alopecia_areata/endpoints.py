"""What counts as response: absolute SALT, relative SALT, and ClinRO eyebrow and eyelash."""

from core.domain.endpoint import Endpoint


def _absolute(threshold: int, meaning: str) -> Endpoint:
    return Endpoint(
        key=f"salt{threshold}",
        label=f"SALT ≤{threshold}",
        measure="salt",
        at_most=threshold,
        definition=f"SALT score of {threshold} or less: {meaning}",
    )


def _relative(percent: int, key: str) -> Endpoint:
    return Endpoint(
        key=key,
        label=f"SALT{percent}",
        measure="salt",
        reduction_percent=percent,
        definition=f"SALT fallen by at least {percent}% of its baseline value: 100 × (baseline − now) / baseline ≥ {percent}.",
    )


def _clinro(part: str, points: int) -> Endpoint:
    return Endpoint(
        key=f"{part}{points}",
        label=f"{part.capitalize()} 0–1, ≥{points} point{'s' * (points > 1)} better",
        measure=f"clinro_{part}",
        at_most=1,
        improvement=points,
        baseline_at_least=2,
        definition=f"ClinRO {part} 0 or 1 with an improvement of at least {points} point{'s' * (points > 1)}, "
        "among patients with a baseline score of 2 or 3.",
    )


ENDPOINTS = (
    _absolute(20, "at least 80% scalp coverage, the usual primary endpoint (Wyrwich 2020, DOI 10.1111/bjd.18883)."),
    _absolute(10, "near-complete regrowth."),
    *(_relative(percent, f"salt{percent}") for percent in (50, 75, 90, 100)),
    *(_clinro(part, points) for part in ("eyebrow", "eyelash") for points in (2, 1)),
)
