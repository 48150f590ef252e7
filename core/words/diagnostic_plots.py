"""The plots of diagnostics in words: what each one found, and how to read it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.diagnostics import (
    Calibration,
    CalibrationGroup,
    Diagnostics,
    PatientInfluence,
    Residual,
    RocPoint,
)
from core.domain.model import ModelResult
from core.words.calibration import verdict
from core.words.diagnostic_sources import PLOTS_HOW
from core.words.diagnostics import HEADING, RANGES, READS, area_words, around, caption, measures, range_words, tested_with
from core.words.influence import influence_words
from core.words.model_method import ESTIMATORS, STATUSES
from core.words.numbers import NONE, count, percent, rate_interval, signed
from core.words.optimism import at_best, corrected_shown

Plot = Literal["roc", "calibration", "influence", "residuals", "quantiles"]
HEADINGS: Mapping[Plot, str] = MappingProxyType(
    {
        "roc": "ROC curve",
        "calibration": "Calibration",
        "influence": "What single patients do",
        "residuals": "Residuals",
        "quantiles": "Q-Q plot",
    }
)
OBSERVED, EXPECTED = "Observed", "Expected in new patients"
RESPONDERS, OTHERS = "Responders", "Non-responders"
SENSITIVITY, FALSE_POSITIVE = "Sensitivity", "False positives"
PREDICTED, RESPONDED = "Predicted risk of response", "Responded"
FITTED, RESIDUAL, STUDENTISED = "Fitted, points", "Residual, points", "Studentised residual"
EXPECTED_QUANTILE = "Expected with normal errors"
ORDER = "Patients, in the order of the data"
IDEAL, CHANCE = "As predicted", "Chance"
FLIC = "Predicted risks have the intercept corrected (FLIC), as adjusted risks have."


def area_lines(found: Diagnostics) -> tuple[str, str]:
    """The area with its interval, and less its optimism."""
    level = 100 * found.auc.level if found.auc else 95
    return (
        f"AUC {area_words(found)}, DeLong {level:g}%",
        f"Corrected for optimism {corrected_shown(found, found.auc_corrected)}",
    )


def roc_words(model: ModelResult, found: Diagnostics) -> str:
    """The area, and what the steps are."""
    area, corrected = area_lines(found)
    steps = f"a step for each of {count(found.scores, 'distinct predicted risk')}"
    if found.scores > len(found.roc):
        steps = f"{len(found.roc) - 1:,} of {found.scores:,} distinct predicted risks"
    said = f"{area}. {corrected}. {count(model.n, 'patient')}, {count(model.events or 0, 'responder')}; {steps}."
    return f"{said} {at_best(found)}".strip()


def cut_words(one: RocPoint) -> str:
    """`Predicted risk from 64.2%: sensitivity 55.2%, false positives 7.3%`."""
    from_ = "Nobody" if one.risk is None else f"Predicted risk from {percent(one.risk)}"
    return f"{from_}: sensitivity {percent(one.sensitivity)}, false positives {percent(one.false_positive)}"


def roc_first(_: ModelResult, found: Diagnostics) -> str:
    """The area and what it means."""
    area, corrected = area_lines(found)
    return f"{area}. {corrected}. {READS['AUC']} {at_best(found)}".strip()


def calibration_first(_: ModelResult, found: Diagnostics) -> str:
    """The verdict, and where it flatters."""
    return f"{verdict(found)} {at_best(found)}".strip()


def calibration_words(model: ModelResult, found: Diagnostics) -> str:
    """The verdict, how many groups, and what the slope is here and elsewhere."""
    groups = found.calibration.groups if found.calibration else ()
    level = 100 * model.spec.level
    grouped = f"{len(groups)} groups of rising predicted risk" if len(groups) > 1 else "All patients in one group"
    shown = f"{verdict(found)} {grouped}, responders/patients and Wilson {level:g}% interval{'s' * (len(groups) > 1)}"
    if found.slope is None:
        return f"{shown}. No slope could be corrected for optimism."
    firth = f"{found.slope.apparent:.2f}, as Firth's estimates are shrunk"
    here = "1 by construction" if model.estimator == "ml" else firth
    slope = corrected_shown(found, found.slope.corrected)
    line = f"Line: slope {slope}, corrected for optimism; on these patients it is {here}."
    return " ".join(filter(None, [f"{shown}.", line, at_best(found), FLIC if model.estimator == "firth" else ""]))


def group_words(one: CalibrationGroup) -> str:
    """`8/14 responded, 57.1% (32.6–78.6%); predicted 56.5%`."""
    return (
        f"{one.events:,}/{one.n:,} responded, {percent(one.observed.value)} ({rate_interval(one.observed)}); "
        f"predicted {percent(one.predicted)}"
    )


def groups_words(found: Calibration | None) -> str:
    """Every group, from the lowest risk."""
    return "; ".join(group_words(one) for one in found.groups) if found else ""


def observed_words(model: ModelResult, one: PatientInfluence) -> str:
    """`response, predicted 17.0%`, or the improvement rates in points."""
    if model.spec.kind == "logistic":
        return f"{'response' if one.observed else 'no response'}, predicted {percent(one.fitted)}"
    return f"observed {signed(one.observed)}, fitted {signed(one.fitted)} points"


def single_words(one: Residual) -> str:
    """`SYN-013: fitted +36.5, residual +62.0 points, studentised +2.41`."""
    scaled = "" if one.studentised is None else f", studentised {signed(one.studentised, 2)}"
    return f"{one.patient_id}: fitted {signed(one.fitted)}, residual {signed(one.residual)} points{scaled}"


def residual_words(model: ModelResult, found: Diagnostics) -> str:
    """The scatter and the test of equal variances."""
    if found.linear is None:
        return ""
    spread = f"Residual SD {found.linear.residual_sd:.1f} points, {count(model.n, 'patient')}"
    return f"{spread}. Equal variances: {tested_with(found.linear.equal_variances)}."


def quantile_words(model: ModelResult, found: Diagnostics) -> str:
    """What the line and the band are, and the test of normal errors."""
    if found.linear is None:
        return ""
    against = f"Against Student's t on {found.linear.df or 0} df, which they follow if errors are normal"
    return f"{against}; band: 95% at each place. {count(model.n, 'patient')}. {tested_with(found.linear.normality)}."


SAID: Mapping[Plot, Callable[[ModelResult, Diagnostics], str]] = MappingProxyType(
    {
        "roc": roc_words,
        "calibration": calibration_words,
        "influence": influence_words,
        "residuals": residual_words,
        "quantiles": quantile_words,
    }
)


FIRST: Mapping[Plot, Callable[[ModelResult, Diagnostics], str]] = MappingProxyType(
    {"roc": roc_first, "calibration": calibration_first}
)


def plot_caption(catalogue: Catalogue, model: ModelResult, found: Diagnostics, plot: Plot, made_on: date) -> Caption:
    """Everything that stands around one plot."""
    said, heading = SAID[plot](model, found), HEADINGS[plot]
    first = FIRST[plot](model, found) if plot in FIRST else ""
    more = f" {groups_words(found.calibration)}." if plot == "calibration" else ""
    return around(catalogue, model, (heading, said, f"{heading}. {said}{more}", plot), PLOTS_HOW[plot], made_on, first)


def as_text(catalogue: Catalogue, model: ModelResult, found: Diagnostics, made_on: date) -> str:
    """The diagnostics for a terminal: title, cohort, a line a measure, who moves the fit most, counts, method and data."""
    if found.status != "ok":
        return STATUSES[found.status]
    words = caption(catalogue, model, found, HEADING, made_on)
    by = f"Fitted by {ESTIMATORS[model.estimator]}"
    if found.auc:
        by += f"; interval of the AUC by DeLong, {100 * found.auc.level:g}%"
    lines = [f"  {name}: {shown}" + (f"; corrected {better}" * (better != NONE)) for name, shown, better in measures(found)]
    ranges = [f"  {name}: {range_words(one, model.spec.kind)}" for name, one in zip(found.slopes, found.ranges, strict=True)]
    single = [RANGES, *ranges, influence_words(model, found)]
    return "\n".join([words.title, words.cohort, f"{by}.", *lines, *single, words.counts, words.method, words.data])
