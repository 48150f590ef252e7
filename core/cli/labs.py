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
from core.cli.parts import check_options, part_option
from core.cli.printed import as_json
from core.cli.results import cohort_options, today
from core.domain.filters import CohortFilter
from core.domain.lab_course import SCALES, LabSpec, scale_of
from core.domain.lab_grades import GradeSpec
from core.domain.labs import CTCAE_VERSIONS, CtcaeVersion
from core.store.cohort_store import CohortStore, current_store
from core.words.kidney import as_text as kidney_text
from core.words.lab_grades import as_text as grades_text
from core.words.labs import as_text as course_text
from core.words.liver import as_text as liver_text
from core.words.outliers import as_text as outliers_text

TAKES: dict[str, tuple[str, ...]] = {
    "course": ("test", "scale", "by", "ctcae"),
    "grades": ("test", "ctcae"),
    "kidney": (),
    "liver": (),
    "outliers": (),
}


def labs_command(command: argparse.ArgumentParser) -> None:
    """The options of `labs`."""
    keys = [test.key for test in current().lab_tests]
    command.add_argument("--part", default="course", choices=tuple(TAKES), help="what of the page")
    part_option(command, TAKES, "test", f"{keys[0]} unless told; one of: {', '.join(keys)}")
    part_option(command, TAKES, "scale", "as it is graded unless told", choices=("graded", *SCALES))
    part_option(command, TAKES, "by", "compare by a variable, or variable:cut,cut")
    part_option(command, TAKES, "ctcae", "version of the grades; 5.0 unless told", choices=CTCAE_VERSIONS)
    cohort_options(command)
    command.set_defaults(run=_labs)


def _labs(options: argparse.Namespace) -> None:
    check_options(options, TAKES)
    cohort = CohortFilter.from_query(options.where)
    analyse, told = _part(options)
    result = analyse(current_store(current()), cohort)
    print(as_json(result) if options.json else told(current(), result, today()))


def _part(options: argparse.Namespace) -> tuple[Callable[[CohortStore, CohortFilter], Any], Callable[..., str]]:
    """How the part asked for is computed, and how it is told."""
    spec = GradeSpec(test=_test(options), version=_version(options))
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
    scale = scale_of(options.scale or "graded", lab_test(current(), _test(options)))
    return LabSpec(test=_test(options), scale=scale, by=by, version=_version(options))


def _test(options: argparse.Namespace) -> str:
    return options.test or current().lab_tests[0].key


def _version(options: argparse.Namespace) -> CtcaeVersion:
    return options.ctcae or CTCAE_VERSIONS[0]
