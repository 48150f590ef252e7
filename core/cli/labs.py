"""The command for laboratory values."""

import argparse

from core.analysis.groups import parse_grouping
from core.analysis.kidney import kidney
from core.analysis.lab_course import lab_course
from core.analysis.lab_grades import lab_grades
from core.catalogue import current
from core.catalogue.lookup import lab_test
from core.cli.printed import as_json
from core.cli.results import cohort_options, today
from core.domain.catalogue import Catalogue
from core.domain.filters import CohortFilter
from core.domain.kidney import KidneyResult
from core.domain.lab_course import SCALES, LabCourse, LabSpec, scale_of
from core.domain.lab_grades import GradeSpec, LabGrades
from core.domain.labs import CTCAE_VERSIONS
from core.store.cohort_store import current_store
from core.words.kidney import as_text as kidney_text
from core.words.lab_grades import as_text as grades_text
from core.words.labs import as_text

PARTS = ("course", "grades", "kidney")


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
    catalogue, cohort = current(), CohortFilter.from_query(options.where)
    store = current_store(catalogue)
    result: LabCourse | LabGrades | KidneyResult
    if options.part == "kidney":
        result = kidney(store, cohort)
    elif options.part == "grades":
        result = lab_grades(store, cohort, GradeSpec(test=options.test, version=options.ctcae))
    else:
        result = lab_course(store, cohort, _course(options))
    print(as_json(result) if options.json else _told(catalogue, result))


def _course(options: argparse.Namespace) -> LabSpec:
    by = parse_grouping(current(), options.by) if options.by else None
    scale = scale_of(options.scale, lab_test(current(), options.test))
    return LabSpec(test=options.test, scale=scale, by=by, version=options.ctcae)


def _told(catalogue: Catalogue, result: LabCourse | LabGrades | KidneyResult) -> str:
    if isinstance(result, KidneyResult):
        return kidney_text(catalogue, result, today())
    if isinstance(result, LabGrades):
        return grades_text(catalogue, result, today())
    return as_text(catalogue, result, today())
