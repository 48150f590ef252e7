"""The two regressions behind one face: estimates of columns, and tests of whole terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from core.analysis.design import Column
from core.analysis.used import Used
from core.domain.estimates import Test
from core.domain.model import Errors, Fit, ModelSpec
from core.stats.logistic_estimates import Asked, Data, OddsRatios, fitted, odds_ratios, term_tests
from core.stats.regression.separation import find_separation
from core.stats.slopes import Sums, slope_tests, slopes

SMALL = 100  # patterns
Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Counted(Data):
    """Design and counts of every pattern, in tuples."""

    x: Rows
    n: tuple[int, ...]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """How a fit ended, and the estimate of every column it was asked for; none unless `status` is "ok". `endless` are the
    columns (from 1) without a finite estimate under separation, with the sign of the infinity of their coefficient."""

    status: str
    fits: tuple[Fit, ...] = ()
    r2: float | None = None
    residual_sd: float | None = None
    samples: int | None = None
    endless: Mapping[int, int] = field(default_factory=dict)


class Engine(Protocol):
    """What fits columns and tests blocks of them (column numbers from 1; 0 is the intercept)."""

    def fits(self, columns: Sequence[Column]) -> Fits:
        """The estimates of these columns in one model."""

    def tests(self, columns: Sequence[Column], blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
        """The test of each block of these columns."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The other estimator of a model and what it found."""

    engine: Engine
    fits: Fits


@dataclass(frozen=True, slots=True, eq=False)
class LogisticEngine:
    """Odds ratios by one estimator."""

    used: Used
    asked: Asked

    def fits(self, columns: Sequence[Column]) -> Fits:
        """The odds ratios of these columns in one model."""
        data = self._data(columns)
        found = _small(data.x, data.n, data.events, self.asked) if len(data.n) <= SMALL else odds_ratios(data, self.asked)
        if found.status == "separated":
            apart = find_separation(data.x, data.n, data.events)
            return Fits(status=found.status, endless=dict(zip(apart.columns, apart.signs, strict=True)))
        return Fits(status=found.status, fits=_paired(found.estimates, found.tests), samples=found.samples)

    def separated(self, columns: Sequence[Column]) -> bool:
        """Has the model of these columns no finite maximum likelihood estimate?"""
        return fitted(self._data(columns), penalised=False)[0] == "separated"

    def tests(self, columns: Sequence[Column], blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
        """The likelihood-ratio or Wald test of each block of these columns."""
        return term_tests(self._data(columns), self.asked, blocks)

    def _data(self, columns: Sequence[Column]) -> Counted:
        """Patients alike in these columns counted together."""
        sums: dict[tuple[float, ...], list[int]] = {}
        for row, n, events in zip(self.used.rows(columns), self.used.n, self.used.events, strict=True):
            one = sums.setdefault(row, [0, 0])
            one[0] += n
            one[1] += events
        return Counted(tuple(sums), tuple(n for n, _ in sums.values()), tuple(events for _, events in sums.values()))


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquaresEngine:
    """Slopes of the improvement rate, in percentage points."""

    used: Used
    level: float
    errors: Errors

    def fits(self, columns: Sequence[Column]) -> Fits:
        """The slopes of these columns in one model."""
        found = slopes(self._sums(columns), self.level, self.errors)
        paired = _paired(found.estimates, found.tests)
        return Fits(status=found.status, fits=paired, r2=found.r2, residual_sd=found.residual_sd)

    def tests(self, columns: Sequence[Column], blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
        """The F test of each block of these columns."""
        return slope_tests(self._sums(columns), blocks, self.errors)

    def _sums(self, columns: Sequence[Column]) -> Sums:
        return Sums(self.used.rows(columns), self.used.n, self.used.total, self.used.squares)


def logistic(used: Used, spec: ModelSpec, estimator: str) -> LogisticEngine:
    """The logistic engine for this question: "firth", or maximum likelihood."""
    asked = Asked(estimator="firth" if estimator == "firth" else "ml", interval=spec.interval, test=spec.test, level=spec.level)
    return LogisticEngine(used, asked)


@lru_cache(maxsize=1000)
def _small(x: Rows, n: tuple[int, ...], events: tuple[int, ...], asked: Asked) -> OddsRatios:
    """The odds ratios of few patterns, kept: moving one term leaves the crude models of all others as they were."""
    return odds_ratios(Data(x, n, events), asked)


def _paired(estimates: Sequence[object], tests: Sequence[Test]) -> tuple[Fit, ...]:
    return tuple(Fit(estimate=one, test=test) for one, test in zip(estimates, tests, strict=True))  # type: ignore[arg-type]
