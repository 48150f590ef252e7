"""The cumulative incidence of a first event as a table."""

from core.domain.incidence import IncidenceResult
from core.domain.rows import Rows
from core.tables.estimates import times
from core.words.incidence import curve_label


def incidence_table(result: IncidenceResult) -> Rows:
    """One row a step of each curve: those at risk, events and stops, and the share in percent with its limits."""
    return [
        {
            "Group": curve_label(curve),
            "Month": step.month,
            "At risk": step.at_risk,
            "First events": step.events,
            "Stopped": step.stops,
            "%": 100 * step.value,
            "%, low": times(step.low, 100),
            "%, high": times(step.high, 100),
        }
        for curve in result.curves
        for step in curve.steps
    ]
