"""The baseline table: every baseline variable in all, responders, non-responders and those not assessed."""

from collections.abc import Iterable

from core.catalogue.lookup import in_order, variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import Outcome
from core.domain.overview import ARMS, Arm, BaselineRow, Summary
from core.domain.variable import Variable
from core.stats.balance import standardised_difference_categories, standardised_difference_means
from core.stats.summaries import mean_sd, median_iqr
from core.store.distributions import Counted

ARM_OF: dict[Outcome, Arm] = {
    Outcome.RESPONSE: "responders",
    Outcome.NO_RESPONSE: "non-responders",
    Outcome.CARRIED_RESPONSE: "not assessed",
    Outcome.CARRIED_NO_RESPONSE: "not assessed",
    Outcome.MISSING: "not assessed",
}
Tally = dict[str | float | None, int]


def baseline_rows(catalogue: Catalogue, patterns: dict[str, Counted]) -> tuple[BaselineRow, ...]:
    """One row a number, one row a level of a choice; variables that nobody in view has are left out."""
    rows: list[BaselineRow] = []
    for name, counted in patterns.items():
        if any(value is not None for value, _, _ in counted):
            chosen = variable(catalogue, name)
            arms = {arm: _tally(counted, arm) for arm in ARMS}
            rows += [_number(chosen, arms)] if chosen.numeric else _levels(chosen, arms)
    return tuple(rows)


def _tally(counted: Counted, arm: Arm) -> Tally:
    tally: Tally = {}
    for value, outcome, n in counted:
        if arm == "all" or ARM_OF.get(outcome) == arm:
            tally[value] = tally.get(value, 0) + n
    return tally


def _number(chosen: Variable, arms: dict[Arm, Tally]) -> BaselineRow:
    ours, theirs = (mean_sd(recorded(arms[arm])) for arm in ("responders", "non-responders"))
    return BaselineRow(
        variable=chosen.name,
        label=chosen.label,
        unit=chosen.unit,
        level="",
        arms=tuple(quartiles(arms[arm]) for arm in ARMS),
        smd=standardised_difference_means(ours.mean, ours.sd, theirs.mean, theirs.sd),
    )


def recorded(tally: Tally) -> list[tuple[float, int]]:
    """The values of a number in one arm, counted."""
    return [(float(value), n) for value, n in tally.items() if value is not None]


def quartiles(tally: Tally) -> Summary:
    """The median and quartiles of a number in one arm."""
    found = median_iqr(recorded(tally))
    return Summary(n=found.n, missing=tally.get(None, 0), lower=found.lower, median=found.median, upper=found.upper)


def _levels(chosen: Variable, arms: dict[Arm, Tally]) -> list[BaselineRow]:
    found = [str(value) for value in arms["all"] if value is not None]
    levels = in_order(chosen, found)
    ours, theirs = ([arms[arm].get(level, 0) for level in levels] for arm in ("responders", "non-responders"))
    smd = standardised_difference_categories(ours, theirs) if len(levels) > 1 else None
    shown = shown_levels(chosen, levels)
    return [
        BaselineRow(
            variable=chosen.name,
            label=chosen.label,
            unit=chosen.unit,
            level=chosen.label_of(level),
            arms=tuple(level_count(arms[arm], level) for arm in ARMS),
            smd=smd if position == 0 else None,
        )
        for position, level in enumerate(shown)
    ]


def shown_levels(chosen: Variable, levels: list[str]) -> list[str]:
    """The levels that get a line: of a flag the one that says yes, if anybody has it."""
    return levels[:1] if chosen.kind == "flag" and "1" in levels else levels


def level_count(tally: Tally, level: str) -> Summary:
    """How many of one arm have a level of a choice."""
    return Summary(n=_recorded(tally.items()), missing=tally.get(None, 0), count=tally.get(level, 0))


def _recorded(items: Iterable[tuple[str | float | None, int]]) -> int:
    return sum(n for value, n in items if value is not None)
