"""Response against tolerability as a table."""

from core.domain.estimates import Estimate
from core.domain.rows import Row, Rows
from core.domain.tolerability import TolerancePoint, ToleranceResult
from core.words.tolerability import EVERYONE


def tolerability_table(result: ToleranceResult) -> Rows:
    """One row a level, also those too small to be drawn, everyone in view last: both counts, denominators, rates and limits."""
    drawn = [*((one, "yes") for one in result.points), *((one, "no") for one in result.small), (result.everyone, "")]
    return [_row(one, shown) for one, shown in drawn]


def _row(one: TolerancePoint, shown: str) -> Row:
    return {
        "Variable": one.variable or EVERYONE,
        "Group": one.level,
        "With an event": one.had,
        "Treated": one.treated,
        **_rate("Events, %", one.events),
        "Responders": one.responders,
        "Assessed": one.completers,
        **_rate("Response, %", one.response),
        "Shown": shown,
    }


def _rate(heading: str, estimate: Estimate) -> Row:
    parts = {heading: estimate.value, f"{heading}, low": estimate.low, f"{heading}, high": estimate.high}
    return {name: None if part is None else 100 * part for name, part in parts.items()}
