"""Regressions of 10,000,000 patients: a refit on levels against the bare GROUP BY, numbers as lines against statsmodels."""

import resource
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from bench.cohorts import opened, ten_million
from bench.measured import Line, Note, interleaved
from core.analysis.model import fit_model, prepared
from core.analysis.streamed import Streamed
from core.analysis.terms import parse_terms
from core.catalogue.lookup import endpoint
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.model import ModelKind, ModelSpec
from core.stats.regression.coded import CodedDesign
from core.stats.regression.streamed_least_squares import fit_least_squares_streamed
from core.stats.regression.streamed_logistic import fit_logistic_streamed
from core.store.cohort_store import CohortStore

LEVELS_TARGET, LINES_TARGET = 1.3, 0.2
REPEATS, REPEATS_OF_LINES = 9, 3
WINDOW = 1.0
LEVELS = "aa_type=OA;sex=M;duration_years:4=last;atopic_dermatitis=0;ivmp_history=0;baseline_salt_band=50-94"
LINES = (
    "aa_type=OA;sex=M;age_years*10;duration_years*1;atopic_dermatitis=0;ivmp_history=0;baseline_salt*10;"
    "baseline_clinro_eyebrow*1"
)
ENGINES: dict[ModelKind, str] = {"logistic": "Logit", "least_squares": "OLS"}
YEARS = "CASE WHEN duration_years <= 4 THEN 0 WHEN duration_years > 4 THEN 1 END"
SALT = (
    "CASE WHEN salt_m9_off <= $window AND salt_m9 <= 20 THEN 1 WHEN salt_m9_off <= $window AND salt_m9 > 20 THEN 2 "
    "WHEN salt_m9_last <= 20 THEN 3 WHEN salt_m9_last > 20 THEN 4 ELSE 5 END"
)
BARE = (
    f"SELECT aa_type, sex, {YEARS} AS years, atopic_dermatitis, ivmp_history, baseline_salt_band, {SALT} AS outcome, count(*) "
    "FROM cohort GROUP BY ALL"
)


def lines() -> Iterator[Line | Note]:
    """Levels against the GROUP BY, then lines against statsmodels on the same rows."""
    store = opened(ten_million())
    yield from _levels(store)
    specs = {kind: _spec(store, LINES, kind) for kind in ENGINES}
    ours = {kind: _times(store, spec) for kind, spec in specs.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Note(f"10,000,000 patients, levels and lines: peak memory of this process {peak:,.0f} MB, target ≤2,048")
    for kind, spec in specs.items():
        yield from _lines(store, spec, ours[kind])


def _levels(store: CohortStore) -> Iterator[Line]:
    work: dict[str, Callable[[], object]] = {
        "ours": partial(fit_model, store, CohortFilter(), _spec(store, LEVELS, "logistic")),
        "bare": partial(store.rows, BARE, {"window": WINDOW}),
    }
    times = interleaved(work, REPEATS)
    yield Line(
        what="10,000,000 patients, refit on levels / GROUP BY", ours=times["ours"], other=times["bare"], target=LEVELS_TARGET
    )


def _times(store: CohortStore, spec: ModelSpec) -> dict[str, list[float]]:
    """The fit alone, and all that the page shows: with crude estimates, and counts by level."""
    return interleaved(
        {"fit": partial(_ours, store, spec), "page": partial(fit_model, store, CohortFilter(), spec)}, REPEATS_OF_LINES
    )


def _lines(store: CohortStore, spec: ModelSpec, ours: dict[str, list[float]]) -> Iterator[Line | Note]:
    """Numbers as lines, ours and theirs from the store to coefficients and errors."""
    found: list[Any] = []
    rows = interleaved({"rows": lambda: found.append(_rows(store, spec))}, 1)["rows"]
    fit, library, name = _ours(store, spec), found[-1], ENGINES[spec.kind]
    yield Line(
        what=f"10,000,000 patients, lines / statsmodels {name} on rows", ours=ours["fit"], other=rows, target=LINES_TARGET
    )
    yield Line(what="the same with all that the page shows", ours=ours["page"], other=rows)
    apart = max(_apart(fit.coef, library.params), _apart(fit.se, library.bse))
    yield Note(
        f"{fit.coef.size} coefficients and their errors are within {apart:.0e} of statsmodels {name} "
        f"on all {int(library.nobs):,} rows used"
    )


def _ours(store: CohortStore, spec: ModelSpec) -> Any:
    fit = fit_logistic_streamed if spec.kind == "logistic" else fit_least_squares_streamed
    return fit(_design(store, spec))


def _design(store: CohortStore, spec: ModelSpec) -> CodedDesign:
    _, frame = prepared(store, CohortFilter(), spec, streams=True)
    assert isinstance(frame.used, Streamed)
    return frame.used.design(frame.kept)


def _rows(store: CohortStore, spec: ModelSpec) -> Any:
    """The fit of statsmodels to the rows; the design is written out from the same codes, which is quicker than from a frame."""
    import statsmodels.api as sm

    design = _design(store, spec)
    x, y, at = np.empty((design.n, design.p)), np.empty(design.n), 0
    for block in design.blocks():
        part = slice(at, at := at + len(block.y))
        x[part], y[part] = block.x.T, block.y
    if spec.kind == "logistic":
        return _bare(sm.Logit(y, x).fit(disp=0))
    return _bare(sm.OLS(y, x).fit())


def _bare(fit: Any) -> Any:
    """What is compared of a fit, without its rows."""
    from types import SimpleNamespace

    return SimpleNamespace(params=fit.params, bse=fit.bse, nobs=fit.nobs)


def _apart(ours: Any, theirs: Any) -> float:
    return float(np.abs(ours / theirs - 1).max())


def _spec(store: CohortStore, terms: str, kind: ModelKind) -> ModelSpec:
    return ModelSpec(
        kind=kind,
        endpoint=endpoint(store.catalogue, store.catalogue.default_endpoint),
        month=9,
        window=WINDOW,
        analysis_set=AnalysisSet.OBSERVED,
        terms=parse_terms(store.catalogue, terms),
    )
