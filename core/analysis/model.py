"""A regression refitted on exactly the patients in view."""

from dataclasses import replace

from core.analysis.axes import Axis, axes
from core.analysis.coefficients import in_order, reference_rows, rows
from core.analysis.engines import Beside, Engine, Fits
from core.analysis.frame import Frame, apart, framed
from core.analysis.gathered import gathered
from core.analysis.imputed_engines import odds_engine, slope_engine
from core.analysis.provenance import provenance
from core.analysis.published_marks import published_marks
from core.analysis.streamed import Streamed
from core.analysis.term_tests import term_tests
from core.analysis.terms import check_landmarks, checked_term, term_levels
from core.analysis.used import Used
from core.domain.catalogue import Catalogue
from core.domain.errors import RequestError
from core.domain.filters import CohortFilter
from core.domain.left_out import Changed
from core.domain.model import FEW_EVENTS_PER_PARAMETER, ModelResult, ModelSpec, Status, Why
from core.domain.terms import LAST
from core.store.cohort_store import CohortStore
from core.store.queries import Question

ENDED: dict[str, Status] = {
    "no patients": "nobody",
    "no degrees of freedom left": "too few patients",
    "no residual variation": "nothing left to explain",
    "separated": "separated",
    "no residual": "no residual",
}


def fit_model(store: CohortStore, cohort: CohortFilter, spec: ModelSpec) -> ModelResult:
    """The regression of the patients in view. Raises FilterError or RequestError where it cannot be asked."""
    return filled(*prepared(store, cohort, spec, streams=True))


def prepared(store: CohortStore, cohort: CohortFilter, spec: ModelSpec, *, streams: bool = False) -> tuple[ModelResult, Frame]:
    """The result without estimates, and the patients and columns they are to be made from; with `streams` also of patients
    with more patterns than can be listed, else "too many patterns"."""
    catalogue = store.catalogue
    for term in spec.terms:
        checked_term(catalogue, term)
    check_landmarks(catalogue, spec.main_terms, spec.month, spec.window)
    question = Question(cohort, spec.endpoint, spec.month, spec.window, spec.linear_of == "value")
    found = gathered(store, question, spec, streams=streams)
    taken = found.used
    frame = (framed if spec.together else apart)(
        catalogue, taken, axes(catalogue, spec.terms, taken.patterns, taken.n), spec.coding
    )
    logit = spec.kind == "logistic"
    shell = ModelResult(
        spec=spec,
        cohort=cohort,
        provenance=provenance(store, found.in_view),
        status="too many patterns" if found.crowded else _status(taken, frame.parameters, logit=logit),
        n=taken.patients,
        events=taken.responders if logit else None,
        left_out=found.left_out,
        parameters=frame.parameters,
        aliased=frame.aliased,
        labels=tuple(frame.labels.items()),
        measure=catalogue.measure(spec.endpoint.measure).label,
        published=published_marks(catalogue, spec),
        changed=tuple(change for axis in frame.axes for change in _changes(catalogue, axis)) if taken.n else (),
        imputation=found.imputation,
        streamed=isinstance(taken, Streamed),
    )
    return shell, frame


def _changes(catalogue: Catalogue, axis: Axis) -> list[Changed]:
    """How a term is fitted otherwise than asked."""
    if axis.term.form == "spline" and not axis.knots:
        return [Changed(label=axis.label, what="straight")]
    asked, found = axis.term.reference, axis.reference
    if found is None or asked in ("", LAST, found.value):
        return []
    levels = term_levels(catalogue, axis.term, [asked])
    return [Changed(label=axis.label, what="reference", asked=levels[0].label if levels else asked, used=found.label)]


def check_together(spec: ModelSpec) -> None:
    """Raises RequestError where there is no one model of all terms to speak of."""
    if not spec.together:
        raise RequestError("Each term stands in a model of its own here. Choose a preset whose terms are fitted together.")


def filled(shell: ModelResult, frame: Frame) -> ModelResult:
    """The result with its estimates, or as it is where its status says that there are none."""
    if shell.status != "ok":
        return shell
    if not frame.together:
        return _crude_only(shell, frame)
    return _logistic(shell, frame) if shell.spec.kind == "logistic" else _least_squares(shell, frame)


def _status(taken: Used, slopes: int, *, logit: bool) -> Status:
    n = taken.patients
    if not n:
        return "nobody"
    if logit and taken.responders in (0, taken.outcomes):
        return "one outcome"
    if not slopes:
        return "nothing varies"
    return "too few patients" if n <= slopes + 1 else "ok"


def _logistic(shell: ModelResult, frame: Frame) -> ModelResult:
    """Maximum likelihood, or Firth's where that does not exist or events are few, with the other one beside it."""
    ml = odds_engine(frame.used, shell.spec, "ml")
    first = ml.fits(frame.kept)
    separated = first.status == "separated"
    why = why_firth(shell, separated=separated)
    model = replace(shell, separated=separated, why=why, estimator="firth" if why else "ml")
    if not why:
        return _filled(model, frame, ml, first)
    firth = odds_engine(frame.used, shell.spec, "firth")
    return _filled(model, frame, firth, firth.fits(frame.kept), Beside(ml, first))


def _crude_only(shell: ModelResult, frame: Frame) -> ModelResult:
    """Every term alone, all by one estimator: by Firth's where one of them needs it."""
    if shell.spec.kind == "least_squares":
        engine = slope_engine(frame.used, shell.spec)
        return _filled(replace(shell, estimator="ols"), frame, engine, Fits(status="ok"))
    ml = odds_engine(frame.used, shell.spec, "ml")
    alone = [ml.fits([frame.kept[at - 1] for at in block]) for block in frame.blocks.values()]
    why = why_firth(shell, separated=any(one.status == "separated" for one in alone))
    model = replace(shell, separated="separated" in why, why=why, estimator="firth" if why else "ml")
    return _filled(model, frame, odds_engine(frame.used, shell.spec, model.estimator), Fits(status="ok"))


def why_firth(shell: ModelResult, *, separated: bool, per_parameter: float | None = None) -> tuple[Why, ...]:
    """Why Firth's likelihood is shown; nothing where maximum likelihood is. `per_parameter` replaces the patients of the rarer
    outcome per coefficient, where those of another model decide."""
    if shell.spec.estimator == "firth":
        return ("asked",)
    if shell.spec.estimator == "ml":
        return ()
    per = shell.events_per_parameter if per_parameter is None else per_parameter
    few = (per or 0) < FEW_EVENTS_PER_PARAMETER
    found: tuple[tuple[Why, bool], ...] = (("separated", separated), ("few events", few))
    return tuple(why for why, true in found if true)


def _least_squares(shell: ModelResult, frame: Frame) -> ModelResult:
    engine = slope_engine(frame.used, shell.spec)
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
    return replace(
        model,
        coefficients=tuple(in_order(frame, made)),
        terms=term_tests(frame, engine, lines=not model.streamed),
        samples=shown.samples,
    )
