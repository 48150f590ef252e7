"""Response against tolerability as a table."""

from core.domain.rows import Row, Rows
from core.domain.tolerability import TolerancePoint, ToleranceResult
from core.tables.estimates import estimate_cells
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
        **estimate_cells("Events, %", one.events, 100),
        "Responders": one.responders,
        "Assessed": one.completers,
        **estimate_cells("Response, %", one.response, 100),
        "Shown": shown,
    }
