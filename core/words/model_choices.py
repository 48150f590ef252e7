"""What the predictors page offers, in words."""

from core.domain.model import Coding, Estimator, Interval, ModelKind, TestOf
from core.domain.terms import Term, slope_label
from core.domain.variable import Variable

ESTIMATOR_NAMES: dict[Estimator, str] = {
    "auto": "Firth where needed",
    "ml": "Maximum likelihood",
    "firth": "Firth's penalised likelihood",
}
INTERVAL_NAMES: dict[Interval, str] = {"profile": "Profile likelihood", "wald": "Wald"}
TEST_NAMES: dict[TestOf, str] = {"lr": "Likelihood ratio", "wald": "Wald"}
CODING_NAMES: dict[Coding, str] = {"treatment": "Difference from reference", "effect": "Deviation from mean (effect coding)"}
MODELS: dict[ModelKind, str] = {"logistic": "Logistic", "least_squares": "Least squares"}


def form_words(term: Term, chosen: Variable) -> str:
    """`against Male`, `per 10 years`, `groups at cut points`: the form of a term where it is chosen."""
    if term.form == "linear":
        return f"a line, {slope_label(chosen, term.per)}"
    return "groups at cut points" if term.form == "cuts" else f"against {chosen.label_of(term.reference)}"
