"""The two regressions on very many patients, in blocks of a few thousand, behind the face of those on patterns.

A term alone is fitted on the patients counted by its values. Limits and tests are Wald's: profile likelihoods would take
dozens of passes over all patients, and where a coefficient rests on many of them the two agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.analysis.design import Column
from core.analysis.engines import Engine, Fits, LeastSquaresEngine, LogisticEngine
from core.analysis.streamed import Streamed
from core.domain.estimates import Test
from core.domain.model import Errors, Fit, ModelSpec
from core.stats.logistic_estimates import Asked, wald_estimates
from core.stats.regression.least_squares import LeastSquaresFit
from core.stats.regression.likelihood import WALD_TEST, wald_block
from core.stats.regression.logistic import LogisticFit
from core.stats.regression.streamed_least_squares import fit_least_squares_streamed
from core.stats.regression.streamed_logistic import fit_logistic_streamed
from core.stats.slopes import slope_tests_of, slopes_of


@dataclass(frozen=True, slots=True, eq=False)
class StreamedLogistic:
    """Odds ratios by one estimator, with Wald limits; a fit is found once."""

    used: Streamed
    asked: Asked
    found: dict[tuple[Column, ...], LogisticFit] = field(default_factory=dict)

    def fits(self, columns: Sequence[Column]) -> Fits:
        """The odds ratios of these columns in one model."""
        if alone := _key(self.used, columns):
            return self._alone(alone).fits(_within(self.used, alone, columns))
        fit = self._fit(columns)
        if fit.status != "ok":
            return Fits(status=fit.status)
        tests = (wald_block(fit.coef, fit.covariance, [at]) for at in range(1, len(fit.coef)))
        made = zip(wald_estimates(fit.coef, fit.se, self.asked.level), tests, strict=True)
        return Fits(status="ok", fits=tuple(Fit(estimate=one, test=test) for one, test in made))

    def tests(self, columns: Sequence[Column], blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
        """The Wald test of each block of these columns."""
        if alone := _key(self.used, columns):
            return self._alone(alone).tests(_within(self.used, alone, columns), blocks)
        fit = self._fit(columns)
        if fit.status != "ok":
            return tuple(Test(method=WALD_TEST, p=None, note=fit.status) for _ in blocks)
        return tuple(wald_block(fit.coef, fit.covariance, block) for block in blocks)

    def _alone(self, key: str) -> Engine:
        return LogisticEngine(self.used.alone(key), self.asked)

    def _fit(self, columns: Sequence[Column]) -> LogisticFit:
        made = tuple(columns)
        if made not in self.found:
            self.found[made] = fit_logistic_streamed(self.used.design(made), penalised=self.asked.penalised)
        return self.found[made]


@dataclass(frozen=True, slots=True, eq=False)
class StreamedLeastSquares:
    """Slopes of the improvement rate, in percentage points; a fit is found once."""

    used: Streamed
    level: float
    errors: Errors
    found: dict[tuple[Column, ...], LeastSquaresFit] = field(default_factory=dict)

    def fits(self, columns: Sequence[Column]) -> Fits:
        """The slopes of these columns in one model."""
        if alone := _key(self.used, columns):
            return self._alone(alone).fits(_within(self.used, alone, columns))
        found = slopes_of(self._fit(columns), self.level, self.errors)
        made = tuple(Fit(estimate=one, test=test) for one, test in zip(found.estimates, found.tests, strict=True))
        return Fits(status=found.status, fits=made, r2=found.r2, residual_sd=found.residual_sd)

    def tests(self, columns: Sequence[Column], blocks: Sequence[Sequence[int]]) -> tuple[Test, ...]:
        """The F test of each block of these columns."""
        if alone := _key(self.used, columns):
            return self._alone(alone).tests(_within(self.used, alone, columns), blocks)
        return slope_tests_of(self._fit(columns), blocks, self.errors)

    def _alone(self, key: str) -> Engine:
        return LeastSquaresEngine(self.used.alone(key), self.level, self.errors)

    def _fit(self, columns: Sequence[Column]) -> LeastSquaresFit:
        made = tuple(columns)
        if made not in self.found:
            self.found[made] = fit_least_squares_streamed(self.used.design(made), hc3=self.errors == "hc3")
        return self.found[made]


def streamed_odds(used: Streamed, spec: ModelSpec, estimator: str) -> StreamedLogistic:
    """The logistic engine for very many patients: "firth", or maximum likelihood."""
    penalised = estimator == "firth"
    return StreamedLogistic(
        used, Asked(estimator="firth" if penalised else "ml", interval="wald", test="wald", level=spec.level)
    )


def _key(used: Streamed, columns: Sequence[Column]) -> str:
    """The one term of these columns; "" for several, or for an interaction."""
    keys = {column.variable for column in columns}
    return keys.pop() if len(keys) == 1 and len(used.parts[columns[0].variable].places) == 1 else ""


def _within(used: Streamed, key: str, columns: Sequence[Column]) -> list[Column]:
    """These columns of the patients counted by one term."""
    at = used.parts[key].at
    return [replace(column, values=column.values[at], members=column.members[at]) for column in columns]
