"""For cards that do not impute: the same model of complete cases, and a sentence that says so."""

from core.analysis.model import fit_model
from core.domain.model import ModelResult, ModelSpec
from core.ui import cached
from core.ui.page import Context, aside
from core.words.imputation import COMPLETE_ONLY


def complete_cases(ctx: Context, result: ModelResult) -> ModelResult:
    """The model itself, or where values were to be imputed the same question of patients with everything recorded."""
    if result.spec.missing == "complete":
        return result
    return cached.answer(fit_model, ctx.store, ctx.cohort, result.spec.complete_cases)


def say_complete(spec: ModelSpec) -> None:
    """Says that a card takes complete cases, where the page was asked to impute."""
    if spec.missing == "multiple":
        aside(COMPLETE_ONLY)
