"""The command for laboratory values."""

import argparse

from core.analysis.groups import parse_grouping
from core.analysis.lab_course import lab_course
from core.catalogue import current
from core.catalogue.lookup import lab_test
from core.cli.printed import as_json
from core.cli.results import cohort_options, today
from core.domain.filters import CohortFilter
from core.domain.lab_course import SCALES, LabSpec, scale_of
from core.domain.labs import CTCAE_VERSIONS
from core.store.cohort_store import current_store
from core.words.labs import as_text


def labs_command(command: argparse.ArgumentParser) -> None:
    """The options of `labs`."""
    keys = [test.key for test in current().lab_tests]
    command.add_argument("--test", default=keys[0], help=f"one of: {', '.join(keys)}")
    command.add_argument("--scale", default="graded", choices=("graded", *SCALES))
    command.add_argument("--by", default="", help="compare by a variable, or variable:cut,cut")
    command.add_argument("--ctcae", default="5.0", choices=CTCAE_VERSIONS, help="version of the grades")
    cohort_options(command)
    command.set_defaults(run=_labs)


def _labs(options: argparse.Namespace) -> None:
    catalogue = current()
    by = parse_grouping(catalogue, options.by) if options.by else None
    spec = LabSpec(
        test=options.test, scale=scale_of(options.scale, lab_test(catalogue, options.test)), by=by, version=options.ctcae
    )
    result = lab_course(current_store(catalogue), CohortFilter.from_query(options.where), spec)
    print(as_json(result) if options.json else as_text(catalogue, result, today()))
