"""The two regressions on completed data sets, pooled by Rubin's rules, behind the face of those on patients as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.completed import Completed
from core.analysis.design import Column
from core.analysis.engines import Engine, Fits, LeastSquaresEngine, LogisticEngine, logistic
from core.analysis.streamed import Streamed
from core.analysis.streamed_engines import StreamedLeastSquares, StreamedLogistic, streamed_odds
from core.analysis.used import Used
from core.domain.estimates import Test
from core.domain.model import Errors, Fit, ModelSpec
from core.stats.completed_fits import CompletedData, Scale, SetFits, linear_fits, logistic_fits, pooled_rows, pooled_tests


@dataclass(frozen=True, slots=True, eq=False)
class ImputedLogistic:
    """Pooled odds ratios by one estimator."""

    used: Completed
    penalised: bool
    level: float

    def fits(self, columns: Sequence[Column]) -> Fits:
        """The odds ratios of these columns in one model; as the first data set ended that has none."""
        return _pooled(self._sets(columns), "odds ratio", self.level)

    def tests(self, columns: Sequence[Column], blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
        """The D1 test of each block of these columns."""
        return pooled_tests(self._sets(columns), blocks)

    def _sets(self, columns: Sequence[Column]) -> SetFits:
        return logistic_fits(_data(self.used, columns, self.used.events), penalised=self.penalised)


@dataclass(frozen=True, slots=True, eq=False)
class ImputedLeastSquares:
    """Pooled slopes of the improvement rate, in percentage points."""

    used: Completed
    level: float
    errors: Errors

    def fits(self, columns: Sequence[Column]) -> Fits:
        """The slopes of these columns in one model; R2 and residual SD are means over the data sets."""
        return _pooled(self._sets(columns), "percentage points", self.level)

    def tests(self, columns: Sequence[Column], blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
        """The D1 test of each block of these columns."""
        return pooled_tests(self._sets(columns), blocks)

    def _sets(self, columns: Sequence[Column]) -> SetFits:
        return linear_fits(_data(self.used, columns, self.used.total), self.errors)


def odds_engine(used: Used, spec: ModelSpec, estimator: str) -> ImputedLogistic | StreamedLogistic | LogisticEngine:
    """The logistic engine for these patients: "firth", or maximum likelihood."""
    if isinstance(used, Completed):
        return ImputedLogistic(used, estimator == "firth", spec.level)
    if isinstance(used, Streamed):
        return streamed_odds(used, spec, estimator)
    return logistic(used, spec, estimator)


def slope_engine(used: Used, spec: ModelSpec) -> Engine:
    """The least squares engine for these patients."""
    if isinstance(used, Streamed):
        return StreamedLeastSquares(used, spec.level, spec.errors)
    engine = ImputedLeastSquares if isinstance(used, Completed) else LeastSquaresEngine
    return engine(used, spec.level, spec.errors)  # type: ignore[arg-type]


def _data(used: Completed, columns: Sequence[Column], y: Sequence[float]) -> CompletedData:
    return CompletedData(used.rows(columns), y, used.sets)


def _pooled(sets: SetFits, scale: Scale, level: float) -> Fits:
    if sets.status != "ok":
        return Fits(status=sets.status)
    rows = pooled_rows(sets, scale, level)
    fits = tuple(
        Fit(
            estimate=one.estimate,
            test=one.test,
            missing_information=one.missing_information,
            monte_carlo=one.monte_carlo,
        )
        for one in rows
    )
    return Fits(status="ok", fits=fits, r2=sets.r2, residual_sd=sets.residual_sd)
