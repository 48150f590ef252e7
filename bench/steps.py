"""The clicks of a reader: boxes ticked and unticked so that no cohort comes up twice."""

from collections.abc import Iterator

BOXES = (
    ("sex", "F"),
    ("ivmp_history", "1"),
    ("topical_immunotherapy_history", "1"),
    ("atopic_dermatitis", "0"),
    ("baseline_salt_band", "95-100"),
)
STEPS = 2 ** len(BOXES) - 1
BARE_BOX = "[data-testid=stCheckbox] input"


def places() -> Iterator[int]:
    """Which box to click, one step after the other (a Gray code): every set of ticked boxes comes up once."""
    return (((step & -step).bit_length() - 1) for step in range(1, STEPS + 1))


def regrow_steps() -> list[str]:
    """The boxes in Regrow's filter panel."""
    return [_in_panel(*BOXES[place]) for place in places()]


def dash_steps() -> list[str]:
    """The boxes in the Dash checklist."""
    return [f"#filter input[value='{column}={value}']" for column, value in (BOXES[place] for place in places())]


def bare_steps() -> list[str]:
    """The one box of the bare page, each time."""
    return [BARE_BOX] * STEPS


def _in_panel(column: str, value: str) -> str:
    return f"[data-facet='{column}'] input[value='={value}']"
