"""Regressions of 70 patients: fits, tests, resamples and scans against the same made of library calls, in turns."""

import importlib.util
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import permutation_test

from bench.cohorts import opened, reference
from bench.measured import Line, Note, interleaved
from core.analysis.model import prepared
from core.analysis.terms import preset
from core.catalogue.lookup import endpoint
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec
from core.stats.logistic_estimates import Asked, Data, odds_ratios, term_tests
from core.stats.regression.batch import full_fit, refit
from core.stats.regression.cut_scan import scan_cuts
from core.stats.regression.patterns import patterns
from core.stats.regression.resampling import RESAMPLED, bootstrap, resamples
from core.stats.slopes import Sums, slope_tests, slopes
from core.store.cohort_store import CohortStore

FITS, FASTER = 1.5, 0.04  # at most so many times, and at least 25 times faster
DRAWS, PERMUTATIONS, SEED = 500, 5000, 1
REPEATS = 15
NO_FIRTHMODELS = "firthmodels is not installed here, so its lines are left out: pip install firthmodels==0.8.2"


def lines() -> Iterator[Line | Note]:
    """The published nine terms, then resamples and the cut-off scan."""
    warnings.simplefilter("ignore")  # the library warns of every separated sample
    with reference() as folder:
        rows = _Rows(opened(folder))
    yield from _fits(rows)
    yield from _firth(rows)
    yield from _scan(rows)


class _Rows:
    """The patients of the published model, a row each: design, response, improvement, and the columns of every term."""

    def __init__(self, store: CohortStore) -> None:
        self.x, self.y, self.blocks = self._of(store, "logistic")
        self.x_rate, self.rate, _ = self._of(store, "least_squares")

    def _of(self, store: CohortStore, kind: str) -> tuple[Any, Any, list[list[int]]]:
        catalogue = store.catalogue
        spec = ModelSpec(
            kind=kind,  # type: ignore[arg-type]
            endpoint=endpoint(catalogue, catalogue.default_endpoint),
            month=catalogue.default_month,
            window=catalogue.window,
            analysis_set=AnalysisSet.OBSERVED,
            terms=preset(catalogue, "published").terms,
        )
        _, frame = prepared(store, CohortFilter(), spec)
        used = frame.used
        x = np.repeat(np.asarray(used.rows(frame.kept)), used.n, axis=0)
        if kind == "least_squares":
            return x, np.repeat(np.asarray(used.total) / np.asarray(used.n), used.n), []
        y = np.concatenate([np.arange(n) < events for n, events in zip(used.n, used.events, strict=True)]).astype(float)
        return x, y, list(frame.blocks.values())


def _fits(rows: _Rows) -> Iterator[Line]:
    import statsmodels.api as sm

    n = np.ones(len(rows.y))
    data, ml = Data(rows.x, n, rows.y), Asked(estimator="ml")

    def library() -> None:
        full = sm.Logit(rows.y, rows.x).fit(disp=0, warn_convergence=False)
        full.summary2()
        for block in [[j] for j in range(1, rows.x.shape[1])] + rows.blocks:
            sm.Logit(rows.y, np.delete(rows.x, block, axis=1)).fit(disp=0, warn_convergence=False)

    def ours() -> None:
        odds_ratios(data, ml)
        term_tests(data, ml, rows.blocks)

    yield _line("maximum likelihood, LR tests; ours with profile limits", ours, library, FITS)
    sums = Sums(rows.x_rate, np.ones(len(rows.rate)), rows.rate, rows.rate**2)

    def least_squares() -> None:
        slopes(sums, 0.95)
        slope_tests(sums, rows.blocks)

    def library_least_squares() -> None:
        fit = sm.OLS(rows.rate, rows.x_rate).fit()
        fit.conf_int(), fit.pvalues
        for block in rows.blocks:
            fit.f_test(np.eye(rows.x_rate.shape[1])[block])

    yield _line("least squares, t limits, F tests", least_squares, library_least_squares, FITS)
    yield from _resampled(
        rows, "maximum likelihood", lambda x, y: sm.Logit(y, x).fit(disp=0, warn_convergence=False), 5, penalised=False
    )


def _resampled(rows: _Rows, what: str, fit: Callable[[Any, Any], object], repeats: int, *, penalised: bool) -> Iterator[Line]:
    """The same resamples refitted, in one stack and by the library one by one; then with what the library leaves undone:
    the drawing, and for coefficients that are not finite the way they run."""
    n = np.ones(len(rows.y))
    data = patterns(rows.x, n, rows.y)
    sizes, responders = resamples(data, DRAWS, SEED)
    samples = [_rows_of(data.x, *counts) for counts in zip(sizes, responders, strict=True) if 0 < counts[1].sum() < len(n)]

    def loop() -> None:
        for x, y in samples:
            with suppress(np.linalg.LinAlgError):
                fit(x, y)

    def ours() -> None:
        start, _ = full_fit(data, penalised=penalised)
        refit(data.x, sizes, responders, start, penalised=penalised, precision=RESAMPLED)

    yield _line(f"{DRAWS} resamples refitted, {what}", ours, loop, FASTER, repeats)
    whole = partial(bootstrap, rows.x, n, rows.y, SEED, draws=DRAWS, penalised=penalised)
    yield _line("the same with drawing and infinite limits / refitted", whole, loop, None, repeats)


def _rows_of(x: Any, size: Any, responders: Any) -> tuple[Any, Any]:
    """Design and response of so many patients and responders of each pattern, a row each."""
    both = np.concatenate([responders, size - responders]).astype(int)
    return np.repeat(np.concatenate([x, x]), both, axis=0), np.repeat([1.0, 0.0], [both[: len(x)].sum(), both[len(x) :].sum()])


def _firth(rows: _Rows) -> Iterator[Line | Note]:
    if not importlib.util.find_spec("firthmodels"):
        yield Note(NO_FIRTHMODELS)
        return
    from firthmodels import FirthLogisticRegression

    n = np.ones(len(rows.y))
    data, firth = Data(rows.x, n, rows.y), Asked(estimator="firth")

    def library() -> None:
        model = FirthLogisticRegression().fit(rows.x[:, 1:], rows.y)
        model.lrt()
        model.conf_int(method="pl")

    yield _line("Firth, penalised LR tests and profile limits", partial(odds_ratios, data, firth), library, FITS)

    yield from _resampled(rows, "Firth", lambda x, y: FirthLogisticRegression().fit(x[:, 1:], y), 3, penalised=True)


def _scan(rows: _Rows) -> Iterator[Line]:
    """Every cut of a number with the p of the best one: ours exact over all orders, the library's over 5,000 of them."""
    values = np.random.default_rng(SEED).gamma(1.2, 6.0, len(rows.y)).round(1)
    cuts = np.unique(values)[:-1]
    below = (values[:, None] <= cuts).astype(float)
    usable = (below.mean(0) >= 0.1) & (below.mean(0) <= 0.9)
    below, size = below[:, usable], len(rows.y)

    def largest(y: Any, axis: int = -1) -> Any:
        inside = y @ below
        spread = np.sqrt(below.sum(0) * (size - below.sum(0)) / size)
        return np.abs((inside - below.sum(0) * y.mean(axis=axis, keepdims=True)) / spread).max(-1)

    def library() -> None:
        permutation_test(
            (rows.y,), lambda y: largest(y), permutation_type="pairings", n_resamples=PERMUTATIONS, vectorized=False
        )

    ours = partial(scan_cuts, values, rows.y, least=0.1)
    yield _line(f"scan of every cut, exact p; library with {PERMUTATIONS} permutations", ours, library, FASTER, 5)


def _line(
    what: str, ours: Callable[[], object], library: Callable[[], object], target: float | None, repeats: int = REPEATS
) -> Line:
    times = interleaved({"ours": ours, "library": library}, repeats)
    return Line(what=f"70 patients, {what}", ours=times["ours"], other=times["library"], target=target)
