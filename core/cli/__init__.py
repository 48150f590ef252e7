"""The command line: the same analyses as the pages, the same results, as text or as JSON.

Errors go to standard error in one sentence, with exit code 2.
"""

import argparse
import sys
from collections.abc import Sequence

from core.cli.data import synthesize_command
from core.cli.diagnostics import diagnose_command
from core.cli.events import events_command
from core.cli.exports import export_command
from core.cli.imports import import_command
from core.cli.labs import labs_command
from core.cli.quality import quality_command
from core.cli.results import fit_command, overview_command, rates_command
from core.cli.risks import risks_command
from core.cli.subgroups import subgroups_command
from core.cli.versions import diff_command, prune_command, rollback_command, versions_command
from core.domain.errors import CohortError, DataError
from core.domain.problems import alike
from core.words.problems import problem_line, refusal_line

EXIT_ERROR = 2


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit code."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_ERROR
    try:
        options.run(options)
    except CohortError as error:
        problems = error.problems if isinstance(error, DataError) else ()
        print(refusal_line(problems) if problems else error, file=sys.stderr)
        for found in alike(problems):
            print(problem_line(found), file=sys.stderr)
        return EXIT_ERROR
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="python -m core", description="Regrow without a browser.")
    commands = top.add_subparsers(dest="command", required=True)
    rates_command(commands.add_parser("rates", help="response rates by group"))
    fit_command(commands.add_parser("fit", help="a regression of response on baseline terms"))
    risks_command(commands.add_parser("risks", help="adjusted risks of a logistic regression, or the risk of one profile"))
    diagnose_command(commands.add_parser("diagnose", help="how far a regression can be trusted"))
    subgroups_command(commands.add_parser("subgroups", help="the effect of one factor within the levels of others"))
    events_command(commands.add_parser("events", help="adverse events of everyone treated, by category and term"))
    labs_command(commands.add_parser("labs", help="laboratory values of everyone treated: course and grades"))
    quality_command(
        commands.add_parser("quality", help="quality of the data: missing values, visits, courses, outliers, completers")
    )
    overview_command(commands.add_parser("overview", help="patient flow and baseline by response"))
    import_command(commands.add_parser("import", help="check and publish the files of a clinic"))
    export_command(commands.add_parser("export", help="write the tables of the cohort, to be imported again"))
    versions_command(commands.add_parser("versions", help="published versions: by whom, when, from which files"))
    diff_command(commands.add_parser("diff", help="what changed from one version to another, headline figures included"))
    rollback_command(commands.add_parser("rollback", help="put an earlier version in force again"))
    prune_command(commands.add_parser("prune", help="remove earlier versions; never done unless asked for"))
    synthesize_command(commands.add_parser("synthesize", help="write a synthetic registry of any size"))
    return top
