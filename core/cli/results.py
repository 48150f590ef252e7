"""The commands that compute: response rates, regressions, the overview."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from core.analysis.groups import parse_grouping
from core.analysis.model import fit_model
from core.analysis.overview import overview
from core.analysis.rates import rates
from core.analysis.terms import parse_terms, preset
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.cli.printed import as_json
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.model import ModelSpec
from core.domain.rates import RateSpec
from core.domain.terms import Term
from core.store.cohort_store import current_store
from core.words.model import as_text as model_text
from core.words.overview import as_text as overview_text
from core.words.rates import as_text

TERMS = (
    "own terms as in a link, parted by ';': name=reference, name*10 (a line), name:4 (groups), name~3 (a curve with 3 knots), "
    "name*name (an interaction)"
)


def _response_options(command: argparse.ArgumentParser) -> None:
    catalogue = current()
    command.add_argument("--endpoint", default=catalogue.default_endpoint, help="one of the endpoints, or a threshold")
    command.add_argument("--month", type=int, default=catalogue.default_month, help="months after the start of treatment")
    command.add_argument("--window", type=float, default=catalogue.window, help="visits within so many months count")


def rates_command(command: argparse.ArgumentParser) -> None:
    """The options of `rates`."""
    _response_options(command)
    command.add_argument("--set", default=AnalysisSet.OBSERVED.value, choices=[one.value for one in AnalysisSet])
    command.add_argument("--by", action="append", default=[], help="a variable, or variable:cut,cut; at most twice")
    command.add_argument("--interval", default="wilson")
    command.add_argument("--difference", default="newcombe")
    command.add_argument("--level", type=float, default=0.95)
    command.add_argument("--reference", help="the group that differences are taken from")
    cohort_options(command)
    command.set_defaults(run=_rates)


def cohort_options(command: argparse.ArgumentParser) -> None:
    """The options of every command that computes: whom of, and in which form."""
    command.add_argument("--where", default="", help="the cohort filter as in a link, for example 'sex=F;age_years=18..40'")
    command.add_argument("--json", action="store_true", help="print the result object")


def _rates(options: argparse.Namespace) -> None:
    catalogue = current()
    spec = replace(
        _response(options),
        analysis_set=AnalysisSet(options.set),
        by=tuple(parse_grouping(catalogue, text) for text in options.by),
        interval=options.interval,
        difference=options.difference,
        level=options.level,
        reference=options.reference,
    )
    result = rates(current_store(catalogue), CohortFilter.from_query(options.where), spec)
    print(as_json(result) if options.json else as_text(catalogue, result, today()))


def fit_command(command: argparse.ArgumentParser) -> None:
    """The options of `fit`."""
    model_options(command)
    command.add_argument(
        "--missing", default="complete", choices=["complete", "multiple"], help="complete cases, or multiple imputation"
    )
    command.set_defaults(run=_fit)


def model_options(command: argparse.ArgumentParser, kinds: Sequence[str] = ("logistic", "least-squares")) -> None:
    """The options that say which regression of whom; where there is one kind only it need not be named."""
    presets = [one.key for one in current().presets]
    command.add_argument("--preset", default=presets[0], help=f"terms as in one of: {', '.join(presets)}")
    command.add_argument("--terms", default="", help=TERMS)
    codings = "levels against the reference, or against the mean of all levels"
    command.add_argument("--coding", default="treatment", choices=["treatment", "effect"], help=codings)
    method_options(command, kinds)


def method_options(command: argparse.ArgumentParser, kinds: Sequence[str] = ("logistic", "least-squares")) -> None:
    """The options of a regression but for its terms."""
    command.add_argument("kind", choices=kinds, nargs=None if len(kinds) > 1 else "?", default=kinds[0])
    _response_options(command)
    command.add_argument("--set", default=AnalysisSet.OBSERVED.value, choices=[one.value for one in AnalysisSet])
    estimators = "logistic only: maximum likelihood, Firth's, or Firth's where it is needed (auto)"
    command.add_argument("--estimator", default="auto", choices=["auto", "ml", "firth"], help=estimators)
    command.add_argument("--interval", default="profile", choices=["profile", "wald", "bootstrap"], help="logistic only")
    command.add_argument("--test", default="lr", choices=["lr", "wald"], help="logistic only: likelihood ratio or Wald")
    command.add_argument(
        "--errors", default="classical", choices=["classical", "hc3"], help="standard errors, least squares only"
    )
    outcomes = "least squares only: of the improvement rate, or of the score at the month"
    command.add_argument("--of", default="improvement", choices=["improvement", "value"], help=outcomes)
    command.add_argument("--level", type=float, default=0.95)
    cohort_options(command)


def _fit(options: argparse.Namespace) -> None:
    catalogue = current()
    spec = replace(asked_model(options), missing=options.missing)
    result = fit_model(current_store(catalogue), CohortFilter.from_query(options.where), spec)
    print(as_json(result) if options.json else model_text(catalogue, result, today()))


def asked_model(options: argparse.Namespace) -> ModelSpec:
    """The regression these options ask for. Raises RequestError where there is no such one."""
    catalogue = current()
    chosen = preset(catalogue, options.preset)
    terms = parse_terms(catalogue, options.terms) or chosen.terms
    return replace(model_of(options, terms), together=chosen.together, coding=options.coding)


def model_of(options: argparse.Namespace, terms: tuple[Term, ...]) -> ModelSpec:
    """The regression of these terms that the other options ask for."""
    asked = _response(options)
    return ModelSpec(
        kind=options.kind.replace("-", "_"),
        endpoint=asked.endpoint,
        month=asked.month,
        window=asked.window,
        analysis_set=AnalysisSet(options.set),
        terms=terms,
        estimator=options.estimator,
        interval=options.interval,
        test=options.test,
        errors=options.errors,
        linear_of=options.of,
        level=options.level,
    )


def _response(options: argparse.Namespace) -> RateSpec:
    """Which response at which month, as both analyses are asked for it."""
    return RateSpec(
        endpoint=endpoint(current(), options.endpoint),
        month=options.month,
        window=options.window,
        analysis_set=AnalysisSet.OBSERVED,
    )


def today() -> date:
    """The day that stands in what is printed."""
    return datetime.now(UTC).date()


def overview_command(command: argparse.ArgumentParser) -> None:
    """The options of `overview`."""
    _response_options(command)
    cohort_options(command)
    command.set_defaults(run=_overview)


def _overview(options: argparse.Namespace) -> None:
    catalogue = current()
    result = overview(current_store(catalogue), CohortFilter.from_query(options.where), _response(options))
    print(as_json(result) if options.json else overview_text(catalogue, result, today()))
