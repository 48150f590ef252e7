"""What the predictors page offers, in words."""

from core.catalogue.lookup import variable
from core.domain.catalogue import Catalogue
from core.domain.imputation import Missing
from core.domain.model import Coding, Errors, Estimator, Interval, LinearOutcome, ModelKind, TestOf
from core.domain.terms import Term, slope_label
from core.domain.variable import Variable

MODEL_NAME, SCANNED_NAME = "Model", "Number"
MODELS: dict[ModelKind, str] = {"logistic": "Logistic", "least_squares": "Least squares"}
ESTIMATOR_NAME = "Estimator"
ESTIMATOR_NAMES: dict[Estimator, str] = {
    "auto": "Firth where needed",
    "ml": "Maximum likelihood",
    "firth": "Firth's penalised likelihood",
}
INTERVAL_NAMES: dict[Interval, str] = {"profile": "Profile likelihood", "wald": "Wald", "bootstrap": "Bootstrap"}
TEST_NAME = "Test"
TEST_NAMES: dict[TestOf, str] = {"lr": "Likelihood ratio", "wald": "Wald"}
CODING_NAME = "Nominal terms"
CODING_NAMES: dict[Coding, str] = {"treatment": "Difference from reference", "effect": "Deviation from mean (effect coding)"}
MISSING_NAME = "Missing values"
MISSING_NAMES: dict[Missing, str] = {"complete": "Complete cases", "multiple": "Multiple imputation"}
ERROR_NAME = "Standard errors"
ERROR_NAMES: dict[Errors, str] = {"classical": "Equal variances", "hc3": "HC3, unequal variances"}
LINEAR_NAME = "Outcome"
LINEAR_NAMES: dict[LinearOutcome, str] = {"improvement": "Improvement rate", "value": "Score at the month"}
HIDE_CRUDE, SHOW_PUBLISHED = "Hide crude estimates", "Show published estimates"
TERMS_NAME, INTERACTIONS, PRESET_TERMS = "Terms", "Interactions", "those of the preset"


def pair_words(catalogue: Catalogue, term: Term) -> str:
    """`Sex × Age`: an interaction where it is chosen."""
    return f"{variable(catalogue, term.variable).label} × {variable(catalogue, term.by).label}"


def form_words(term: Term, chosen: Variable) -> str:
    """`against Male`, `per 10 years`, `groups at cut points`: the form of a term where it is chosen."""
    if term.form == "linear":
        return f"a line, {slope_label(chosen, term.per)}"
    if term.form == "spline":
        return f"a curve, {term.knots} knots"
    return "groups at cut points" if term.form == "cuts" else f"against {chosen.label_of(term.reference)}"
