"""The patients a model is fitted on, and those it leaves out with the reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.analysis.design import Column
from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.endpoint import Outcome, denominator, responds
from core.domain.left_out import LeftOut, Reason
from core.domain.model import ModelSpec
from core.stats.regression.rank import Alias, aliased_columns
from core.store.model_rows import CovariatePattern


@dataclass(frozen=True, slots=True, eq=False)
class Used:
    """Covariate patterns of the patients used, with the patients, responders, and sums of the improvement rate of each."""

    patterns: tuple[CovariatePattern, ...]
    n: tuple[int, ...]
    events: tuple[int, ...]
    total: tuple[float, ...]
    squares: tuple[float, ...]

    def rows(self, columns: Sequence[Column]) -> list[tuple[float, ...]]:
        """The design of these columns, the intercept first, one row a pattern."""
        values = zip(*(column.values for column in columns), strict=True) if columns else [()] * len(self.n)
        return [(1.0, *row) for row in values]

    @property
    def patients(self) -> int:
        """How many are used."""
        return sum(self.n)

    @property
    def responders(self) -> int:
        """How many of them respond, as far as recorded."""
        return sum(self.events)

    @property
    def outcomes(self) -> int:
        """How many of them have an outcome that is recorded."""
        return self.patients

    def counted(self, members: Sequence[bool], places: Sequence[int]) -> tuple[int, int]:  # noqa: ARG002
        """Patients and responders among the patterns that are members, as recorded in the terms at these places."""
        inside = [at for at, member in enumerate(members) if member]
        return sum(self.n[at] for at in inside), sum(self.events[at] for at in inside)

    def has(self, members: Sequence[bool], places: Sequence[int]) -> bool:  # noqa: ARG002
        """Is anybody a member, as recorded in the terms at these places?"""
        return any(members)

    def told(self, columns: Sequence[Column]) -> tuple[Alias, ...]:
        """The columns that those before them tell; the intercept is column 0."""
        return aliased_columns(self.rows(columns)).dropped if self.n else ()

    def only(self, places: Sequence[int]) -> "Used":
        """The patients in these patterns."""
        return Used(
            patterns=tuple(self.patterns[at] for at in places),
            n=tuple(self.n[at] for at in places),
            events=tuple(self.events[at] for at in places),
            total=tuple(self.total[at] for at in places),
            squares=tuple(self.squares[at] for at in places),
        )


def used(spec: ModelSpec, patterns: Iterable[CovariatePattern]) -> Used:
    """The patients used, those alike in every term counted together."""
    first: dict[tuple[object, ...], CovariatePattern] = {}
    sums: dict[tuple[object, ...], list[float]] = {}
    for pattern in patterns:
        if not is_used(spec, pattern):
            continue
        first.setdefault(pattern.values, pattern)
        one, y = sums.setdefault(pattern.values, [0, 0, 0.0, 0.0]), pattern.improvement or 0.0
        parts = (1, responds(spec.analysis_set, pattern.outcome), y, y * y)
        for at, part in enumerate(parts):
            one[at] += pattern.n * part
    n, events, total, squares = zip(*sums.values(), strict=True) if sums else ((), (), (), ())
    return Used(tuple(first.values()), tuple(map(int, n)), tuple(map(int, events)), total, squares)


def is_used(spec: ModelSpec, pattern: CovariatePattern) -> bool:
    """True where a fit takes the patients of this pattern: an outcome that counts, and a value in every term."""
    return None not in pattern.values and no_outcome(spec, pattern) is None


def left_out(catalogue: Catalogue, spec: ModelSpec, patterns: Iterable[CovariatePattern]) -> tuple[LeftOut, ...]:
    """Patients that are not used, each under the first reason that applies; the most frequent first."""
    found: Counter[LeftOut] = Counter()
    for pattern in patterns:
        reason = no_outcome(spec, pattern) or _no_value(catalogue, spec, pattern)
        if reason is not None:
            found[reason] += pattern.n
    return tuple(replace(reason, n=n) for reason, n in found.most_common())


def no_outcome(spec: ModelSpec, pattern: CovariatePattern) -> LeftOut | None:
    """Why the patients of a pattern have no outcome, None where they have one. Least squares needs an improvement rate; a
    logistic model, a place in the denominator."""
    if spec.kind == "least_squares":
        why: Reason = "no improvement rate" if spec.linear_of == "improvement" else "not assessed"
        return LeftOut(reason=why, variable="", n=0) if pattern.improvement is None else None
    if denominator(spec.analysis_set, pattern.outcome):
        return None
    evaluable = pattern.outcome is not Outcome.NOT_EVALUABLE
    return LeftOut(reason="not assessed" if evaluable else "not evaluable", variable="", n=0)


def _no_value(catalogue: Catalogue, spec: ModelSpec, pattern: CovariatePattern) -> LeftOut | None:
    for term, value in zip(spec.main_terms, pattern.values, strict=True):
        if value is None:
            return LeftOut(reason="not recorded", variable=variable(catalogue, term.variable).label, n=0)
    return None
