"""The command for the quality of the data."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.analysis.completers import completers
from core.analysis.course_checks import course_checks
from core.analysis.coverage import coverage
from core.analysis.missing import missing
from core.analysis.numeric_outliers import numeric_outliers
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.cli.parts import check_options, part_option
from core.cli.printed import as_json
from core.cli.results import cohort_options, today
from core.domain.endpoint import AnalysisSet
from core.domain.filters import CohortFilter
from core.domain.rates import RateSpec
from core.store.cohort_store import CohortStore, current_store
from core.words.completers import as_text as completers_text
from core.words.course_checks import as_text as courses_text
from core.words.coverage import as_text as coverage_text
from core.words.missing import as_text as missing_text
from core.words.numeric_outliers import as_text as outliers_text

ALL = "all"
TAKES: dict[str, tuple[str, ...]] = {
    ALL: ("window", "endpoint", "month"),
    "coverage": ("window",),
    "missing": ("window",),
    "courses": (),
    "outliers": ("window",),
    "completers": ("window", "endpoint", "month"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: how it is computed, and how it is told."""

    analyse: Callable[[CohortStore, CohortFilter], Any]
    told: Callable[..., str]


def quality_command(command: argparse.ArgumentParser) -> None:
    """The options of `quality`."""
    catalogue = current()
    command.add_argument("--part", default=ALL, choices=tuple(TAKES), help="what of the page; all unless told")
    part_option(command, TAKES, "window", f"visits within so many months count; {catalogue.window:g} unless told", type=float)
    part_option(command, TAKES, "endpoint", f"who is assessed for it; {catalogue.default_endpoint} unless told")
    part_option(
        command,
        TAKES,
        "month",
        f"month of assessment; {catalogue.default_month} unless told, the last where no visit is near it",
        type=int,
    )
    cohort_options(command)
    command.set_defaults(run=_quality)


def _quality(options: argparse.Namespace) -> None:
    check_options(options, TAKES)
    store, cohort = current_store(current()), CohortFilter.from_query(options.where)
    parts = _parts(options, store)
    asked = parts if options.part == ALL else {options.part: parts[options.part]}
    found = {name: part.analyse(store, cohort) for name, part in asked.items()}
    if options.json:
        print(as_json(found if options.part == ALL else found[options.part]))
        return
    print("\n\n".join(parts[name].told(current(), result, today()) for name, result in found.items()))


def _parts(options: argparse.Namespace, store: CohortStore) -> dict[str, Part]:
    """The parts in the order of the page; of all those there is no part of completers where no visit follows month 0."""
    catalogue = current()
    window = catalogue.window if options.window is None else options.window
    found = {
        "coverage": Part(lambda store, cohort: coverage(store, cohort, window), coverage_text),
        "missing": Part(lambda store, cohort: missing(store, cohort, window), missing_text),
        "courses": Part(course_checks, courses_text),
        "outliers": Part(lambda store, cohort: numeric_outliers(store, cohort, window), outliers_text),
    }
    months = store.version.months
    if options.part == ALL and options.month is None and not any(month > 0 for month in months):
        return found
    month = catalogue.usual_month(months) if options.month is None and any(months) else options.month
    spec = RateSpec(
        endpoint=endpoint(catalogue, options.endpoint or catalogue.default_endpoint),
        month=catalogue.default_month if month is None else month,
        window=window,
        analysis_set=AnalysisSet.OBSERVED,
    )
    return found | {"completers": Part(lambda store, cohort: completers(store, cohort, spec), completers_text)}
