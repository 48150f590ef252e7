"""Patients with events of each kind, month by month of treatment, out of those still followed."""

from collections.abc import Mapping

from core.analysis.methods import check_method
from core.analysis.provenance import provenance
from core.analysis.recorded import recorded
from core.domain.event_months import MOST_COLUMNS, MOST_ROWS, WIDTHS, MonthColumn, MonthResult, MonthRow, MonthSpec
from core.domain.filters import CohortFilter
from core.stats.intervals import PROPORTION_METHODS, proportion
from core.store.cohort_store import CohortStore
from core.store.event_months import MonthCounts, event_months, followed_months


def month_map(store: CohortStore, cohort: CohortFilter, spec: MonthSpec) -> MonthResult:
    """The most frequent terms or categories of the patients in view. Raises FilterError or RequestError for what cannot be
    asked."""
    cohort = recorded(store, cohort, "adverse_event")
    check_method(spec.interval, PROPORTION_METHODS)
    followed = followed_months(store, cohort)
    columns = _columns({month: n for month, n in followed.items() if month is not None})
    width = columns[0].last if columns else 1
    found = event_months(store, cohort, spec, (width, len(columns)))
    had = sorted((one for one in found if one.patients), key=lambda one: (-one.patients, one.name))
    treated = sum(followed.values())
    return MonthResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, treated),
        treated=treated,
        not_followed=followed.get(None, 0),
        columns=columns,
        rows=tuple(_row(one, columns, spec) for one in had[:MOST_ROWS]),
        kinds=len(had),
        undated=sum(one.undated for one in found),
        late=sum(one.late for one in found),
    )


def _columns(followed: Mapping[int, int]) -> tuple[MonthColumn, ...]:
    """Columns as narrow as leaves at most MOST_COLUMNS of them, as far as anybody was followed."""
    last = max(followed, default=0)
    width = next((one for one in WIDTHS if last <= one * MOST_COLUMNS), WIDTHS[-1])
    return tuple(
        MonthColumn(first=first, last=first + width - 1, followed=sum(n for month, n in followed.items() if month >= first))
        for first in range(1, last + 1, width)
    )


def _row(found: MonthCounts, columns: tuple[MonthColumn, ...], spec: MonthSpec) -> MonthRow:
    return MonthRow(
        name=found.name,
        patients=found.patients,
        counts=found.counts,
        rates=tuple(
            proportion(n, column.followed, spec.interval, spec.level) for n, column in zip(found.counts, columns, strict=True)
        ),
    )
