"""A regression refitted on exactly the patients in view."""

from dataclasses import replace

from core.analysis.coefficients import in_order, reference_rows, rows
from core.analysis.design import axes
from core.analysis.engines import Beside, Engine, Fits, LeastSquaresEngine, logistic
from core.analysis.frame import Frame, framed
from core.analysis.provenance import provenance
from core.analysis.terms import checked_term
from core.analysis.used import Used, left_out, used
from core.domain.filters import CohortFilter
from core.domain.model import FEW_EVENTS_PER_PARAMETER, ModelResult, ModelSpec, Status, TermTest, Why
from core.store.cohort_store import CohortStore
from core.store.model_rows import covariate_patterns
from core.store.queries import Question

ENDED: dict[str, Status] = {
    "no patients": "nobody",
    "no degrees of freedom left": "too few patients",
    "no residual variation": "nothing left to explain",
    "separated": "separated",
}


def fit_model(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> ModelResult:
    """The regression of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    return filled(*prepared(store, cohort, spec))


def prepared(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> tuple[ModelResult, Frame]:
    """The result without estimates, and the patients and columns they are to be made from."""
    catalogue = store.catalogue
    for term in spec.terms:
        checked_term(catalogue, term)
    question = Question(cohort, spec.endpoint, spec.month, spec.window)
    patterns = covariate_patterns(store, question, spec.terms, improvement=spec.kind == "least_squares")
    taken = used(spec, patterns)
    frame = framed(catalogue, taken, axes(catalogue, spec.terms, taken.patterns), spec.coding)
    logit = spec.kind == "logistic"
    shell = ModelResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, sum(pattern.n for pattern in patterns)),
        status=_status(taken, len(frame.kept), logit=logit),
        n=sum(taken.n),
        events=sum(taken.events) if logit else None,
        left_out=left_out(catalogue, spec, patterns),
        parameters=len(frame.kept),
        aliased=frame.aliased,
        labels=tuple(frame.labels.items()),
        measure=catalogue.measure(spec.endpoint.measure).label,
    )
    return shell, frame


def filled(shell: ModelResult, frame: Frame) -> ModelResult:
    """The result with its estimates, or as it is where its status says that there are none."""
    if shell.status != "ok":
        return shell
    return _logistic(shell, frame) if shell.spec.kind == "logistic" else _least_squares(shell, frame)


def _status(taken: Used, slopes: int, *, logit: bool) -> Status:
    n, events = sum(taken.n), sum(taken.events)
    if not n:
        return "nobody"
    if logit and events in (0, n):
        return "one outcome"
    if not slopes:
        return "nothing varies"
    return "too few patients" if n <= slopes + 1 else "ok"


def _logistic(shell: ModelResult, frame: Frame) -> ModelResult:
    """Maximum likelihood, or Firth's where that does not exist or events are few, with the other one beside it."""
    ml = logistic(frame.used, shell.spec, "ml")
    first = ml.fits(frame.kept)
    separated = first.status == "separated"
    why = _why(shell, separated=separated)
    model = replace(shell, separated=separated, why=why, estimator="firth" if why else "ml")
    if not why:
        return _filled(model, frame, ml, first)
    firth = logistic(frame.used, shell.spec, "firth")
    return _filled(model, frame, firth, firth.fits(frame.kept), Beside(ml, first))


def _why(shell: ModelResult, *, separated: bool) -> tuple[Why, ...]:
    """Why Firth's likelihood is shown; nothing where maximum likelihood is."""
    if shell.spec.estimator == "firth":
        return ("asked",)
    if shell.spec.estimator == "ml":
        return ()
    few = (shell.events_per_parameter or 0) < FEW_EVENTS_PER_PARAMETER
    found: tuple[tuple[Why, bool], ...] = (("separated", separated), ("few events", few))
    return tuple(why for why, true in found if true)


def _least_squares(shell: ModelResult, frame: Frame) -> ModelResult:
    engine = LeastSquaresEngine(frame.used, shell.spec.level)
    shown = engine.fits(frame.kept)
    return _filled(replace(shell, estimator="ols", r2=shown.r2, residual_sd=shown.residual_sd), frame, engine, shown)


def _filled(model: ModelResult, frame: Frame, engine: Engine, shown: Fits, beside: Beside | None = None) -> ModelResult:
    """The model with a row a coefficient and a test a term; its status where the fit ended without estimates."""
    if shown.status != "ok":
        return replace(model, status=ENDED.get(shown.status, "not converged"), estimator="none")
    made = rows(frame, engine, shown, beside.fits if beside else None)
    if model.spec.coding == "effect":
        made += reference_rows(frame, engine, beside.engine if beside else None)
    if model.events is None:
        made = [replace(row, events=None) for row in made]
    return replace(model, coefficients=tuple(in_order(frame, made)), terms=_terms(frame, engine))


def _terms(frame: Frame, engine: Engine) -> tuple[TermTest, ...]:
    """The test of every term that has columns."""
    tests = engine.tests(frame.kept, list(frame.blocks.values()))
    return tuple(
        TermTest(variable=name, label=frame.labels[name], test=test) for name, test in zip(frame.blocks, tests, strict=True)
    )
