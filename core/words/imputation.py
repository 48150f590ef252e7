"""Multiple imputation in words: what was imputed, how, and what is lost to missing values; or why nothing was imputed."""

from core.domain.endpoint import AnalysisSet
from core.domain.imputation import FEWEST_COMPLETE, LEAST_RECORDED, MOST_PATIENTS, Imputation
from core.domain.model import Coefficient, LinearOutcome, ModelResult
from core.words.coefficients import coefficient_label
from core.words.cohort import inner, listed
from core.words.numbers import count, percent

HEADING = "Multiple imputation"
COMPLETE_ONLY = "Complete cases: on this card nothing is imputed."
RECORDED = "Patients and responders of a level are counted where both are recorded."
CHOSEN_ONCE = "One estimator fits all data sets: maximum likelihood must exist in each of them, and events are those recorded"
CHAINED = (
    "Chained equations (van Buuren and Groothuis-Oudshoorn 2011, DOI 10.18637/jss.v045.i03): from recorded values at random, "
    "each incomplete variable is drawn again and again from a regression on all other terms and the outcome"
)
MATCHED = "numbers by predictive mean matching with 5 donors (what is imputed is a value of a patient alike)"
STEPPED = (
    "levels by Bayesian logistic regression, one level after another, with normal priors of SD 2.5 per SD, so that a level few "
    "patients have does no harm"
)
SUPPOSED = (
    "It supposes that, given what is recorded, whether a value is missing does not depend on the value (missing at random)"
)
PLAIN = "The imputation knows no interactions and no curves, so those of the model are drawn a little towards none"
GROUPS = "Groups between cut points are imputed as groups"
MEANS = "R² and residual SD are means over the data sets"
LINEAR: dict[LinearOutcome, str] = {"improvement": "improvement rate", "value": "score"}


def imputation_words(result: ModelResult) -> str:
    """How many values of what were imputed, how often, and the most information that is lost; or why nothing was imputed."""
    done = result.imputation
    if done is None or (done.state == "nothing missing" and not result.n):
        return ""
    if done.state != "done":
        return _not_imputed(result, done)
    largest = _largest(result)
    parts = [
        f"Imputed {done.sets} times by chained equations ({done.cycles} cycles, seed {done.seed}), of "
        f"{count(result.n, 'patient')}: {imputed_values(result)}",
        f"Pooled by Rubin's rules{'; ' + largest if largest else ''}",
    ]
    return f"{'. '.join(parts)}. {RECORDED}"


def imputed_values(result: ModelResult) -> str:
    """`age 7, AA type 5 and response 16`: how many values of each variable were imputed."""
    done = result.imputation
    if done is None:
        return ""
    told = [f"{inner(one.label)} {one.n:,}" for one in done.values]
    outcome = "response" if result.spec.kind == "logistic" else LINEAR[result.spec.linear_of]
    return listed([*told, *([f"{outcome} {done.outcomes:,}"] if done.outcomes else [])], "and")


def imputation_how(result: ModelResult) -> tuple[tuple[str, str], ...]:
    """The procedure in full, with what it supposes; nothing where nothing was imputed."""
    if not result.imputed or result.imputation is None:
        return ()
    done, terms = result.imputation, result.spec.terms
    rates = result.spec.kind == "least_squares"
    numbers = any(one.number for one in done.values) or (rates and done.outcomes > 0)
    levels = any(not one.number for one in done.values) or (not rates and done.outcomes > 0)
    kinds = [words for words, used in ((MATCHED, numbers), (STEPPED, levels)) if used]
    said = [
        f"{CHAINED}: {'; '.join(kinds)}",
        SUPPOSED,
        *([PLAIN] if any(term.form in ("interaction", "spline") for term in terms) else []),
        *([GROUPS] if any(term.form == "cuts" for term in terms) else []),
        *([] if rates else [CHOSEN_ONCE]),
        *([MEANS] if rates and result.spec.together else []),
    ]
    return ((HEADING, f"{'. '.join(said)}."),)


def _largest(result: ModelResult) -> str:
    """The coefficient about which most information is lost, and how much; and what the number of data sets leaves to chance."""
    found = [(_lost(row), row) for row in result.coefficients]
    known = [(lost, row) for lost, row in found if lost is not None]
    if not known:
        return ""
    lost, row = max(known, key=lambda pair: pair[0])
    moved = max(one.main.monte_carlo or 0.0 for _, one in known if one.main)
    return (
        f"at most {percent(lost, 0)} of the information on a coefficient is missing ({coefficient_label(row)}), and other "
        f"draws would move an estimate by up to {percent(moved, 0)} of its standard error (Monte Carlo)"
    )


def _lost(row: Coefficient) -> float | None:
    return row.main.missing_information if row.main else None


def _not_imputed(result: ModelResult, done: Imputation) -> str:
    """Why the estimates are those of complete cases."""
    if done.state == "nothing missing":
        if result.spec.analysis_set is not AnalysisSet.OBSERVED:
            return "Nothing to impute: this analysis set decides every outcome, and no term lacks a value."
        return "Nothing is missing, so there is nothing to impute: these are complete cases."
    why = {
        "few complete": f"only {count(done.complete, 'patient')} have everything recorded, and {FEWEST_COMPLETE} are needed",
        "hardly recorded": f"{inner(done.variable) if done.variable else 'the outcome'} is recorded for fewer than "
        f"{percent(LEAST_RECORDED, 0)} of the patients",
        "one outcome": "all patients assessed have the same outcome",
        "too many": f"it is done for up to {MOST_PATIENTS:,} patients",
    }[done.state]
    return f"Not imputed, for {why}: these are complete cases."
