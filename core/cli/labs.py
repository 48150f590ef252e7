"""The command for laboratory values."""

import argparse
from collections.abc import Callable
from typing import Any

from core.analysis.groups import parse_grouping
from core.analysis.kidney import kidney
from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.analysis.lab_outliers import lab_outliers
from core.analysis.liver import liver
from core.catalogue import current
from core.catalogue.lookup import lab_test
from core.cli.printed import as_json
from core.cli.results import cohort_options, today
from core.domain.filters import CohortFilter
from core.domain.lab_course import SCALES, LabSpec, scale_of
from core.domain.lab_grades import GradeSpec
from core.domain.labs import CTCAE_VERSIONS
from core.store.cohort_store import CohortStore, current_store
from core.words.kidney import as_text as kidney_text
from core.words.lab_grades import as_text as grades_text
from core.words.labs import as_text as course_text
from core.words.liver import as_text as liver_text
from core.words.outliers import as_text as outliers_text

PARTS = ("course", "grades", "kidney", "liver", "outliers")


def labs_command(command: argparse.ArgumentParser) -> None:
    """The options of `labs`."""
    keys = [test.key for test in current().lab_tests]
    command.add_argument("--part", default="course", choices=PARTS, help="what of the page")
    command.add_argument("--test", default=keys[0], help=f"one of: {', '.join(keys)}")
    command.add_argument("--scale", default="graded", choices=("graded", *SCALES))
    command.add_argument("--by", default="", help="compare by a variable, or variable:cut,cut")
    command.add_argument("--ctcae", default="5.0", choices=CTCAE_VERSIONS, help="version of the grades")
    cohort_options(command)
    command.set_defaults(run=_labs)


def _labs(options: argparse.Namespace) -> None:
    cohort = CohortFilter.from_query(options.where)
    analyse, told = _part(options)
    result = analyse(current_store(current()), cohort)
    print(as_json(result) if options.json else told(current(), result, today()))


def _part(options: argparse.Namespace) -> tuple[Callable[[CohortStore, CohortFilter], Any], Callable[..., str]]:
    """How the part asked for is computed, and how it is told."""
    spec = GradeSpec(test=options.test, version=options.ctcae)
    parts: dict[str, tuple[Callable[[CohortStore, CohortFilter], Any], Callable[..., str]]] = {
        "course": (lambda store, cohort: lab_course(store, cohort, _course(options)), course_text),
        "grades": (lambda store, cohort: lab_grades(store, cohort, spec), grades_text),
        "kidney": (kidney, kidney_text),
        "liver": (liver, liver_text),
        "outliers": (lab_outliers, outliers_text),
    }
    return parts[options.part]


def _course(options: argparse.Namespace) -> LabSpec:
    by = parse_grouping(current(), options.by) if options.by else None
    scale = scale_of(options.scale, lab_test(current(), options.test))
    return LabSpec(test=options.test, scale=scale, by=by, version=options.ctcae)
