"""The command line: the same analyses as the pages, the same results, as text or as JSON.

Errors go to standard error in one sentence, with exit code 2.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from core.analysis.groups import parse_grouping
from core.analysis.overview import overview
from core.analysis.rates import rates
from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.endpoint import AnalysisSet
from core.domain.errors import CohortError, DataError, RequestError, StoreError
from core.domain.filters import CohortFilter
from core.domain.rates import RateSpec
from core.export.plain import plain
from core.ingest.bundle import publish_folder
from core.store.cohort_store import current_store, versions
from core.store.location import Location, location
from core.synthesis import synthesize
from core.words.overview import as_text as overview_text
from core.words.problems import problem_line, refusal_line
from core.words.rates import as_text
from core.words.versions import version_line

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
        for problem in problems:
            print(problem_line(problem), file=sys.stderr)
        return EXIT_ERROR
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="python -m core", description="Regrow without a browser.")
    commands = top.add_subparsers(dest="command", required=True)
    _rates_command(commands.add_parser("rates", help="response rates by group"))
    _overview_command(commands.add_parser("overview", help="patient flow and baseline by response"))
    _import_command(commands.add_parser("import", help="publish a folder of tables"))
    _versions_command(commands.add_parser("versions", help="published versions"))
    _synthesize_command(commands.add_parser("synthesize", help="write a synthetic registry of any size"))
    return top


def _response_options(command: argparse.ArgumentParser) -> None:
    catalogue = current()
    command.add_argument("--endpoint", default=catalogue.default_endpoint, help="one of the endpoints, or a threshold")
    command.add_argument("--month", type=int, default=catalogue.default_month)
    command.add_argument("--window", type=float, default=catalogue.window, help="visits within so many months count")


def _rates_command(command: argparse.ArgumentParser) -> None:
    _response_options(command)
    command.add_argument("--set", default=AnalysisSet.OBSERVED.value, choices=[one.value for one in AnalysisSet])
    command.add_argument("--by", action="append", default=[], help="a variable, or variable:cut,cut; at most twice")
    command.add_argument("--interval", default="wilson")
    command.add_argument("--difference", default="newcombe")
    command.add_argument("--level", type=float, default=0.95)
    command.add_argument("--reference", help="the group that differences are taken from")
    _cohort_options(command)
    command.set_defaults(run=_rates)


def _cohort_options(command: argparse.ArgumentParser) -> None:
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
    print(_json(result) if options.json else as_text(catalogue, result, _today()))


def _response(options: argparse.Namespace) -> RateSpec:
    """Which response at which month, as both analyses are asked for it."""
    return RateSpec(
        endpoint=endpoint(current(), options.endpoint),
        month=options.month,
        window=options.window,
        analysis_set=AnalysisSet.OBSERVED,
    )


def _today() -> date:
    return datetime.now(UTC).date()


def _overview_command(command: argparse.ArgumentParser) -> None:
    _response_options(command)
    _cohort_options(command)
    command.set_defaults(run=_overview)


def _overview(options: argparse.Namespace) -> None:
    catalogue = current()
    result = overview(current_store(catalogue), CohortFilter.from_query(options.where), _response(options))
    print(_json(result) if options.json else overview_text(catalogue, result, _today()))


def _synthesize_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("--patients", type=int, required=True)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--out", type=Path, required=True, help="the folder the tables are written to")
    command.set_defaults(run=_synthesize)


def _synthesize(options: argparse.Namespace) -> None:
    try:
        synthesize(options.patients, options.seed, options.out)
    except OSError as error:
        raise RequestError(
            f"Cannot write to {options.out.name!r} ({error.strerror}). Name a folder that can be written."
        ) from error
    print(f"Wrote a synthetic registry of {options.patients:,} patients. Publish it with: python -m core import FOLDER")


def _import_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, help="holds patient.csv, visit.csv and, if there are, adverse_event.csv, lab.csv")
    command.add_argument("--if-missing", action="store_true", help="do nothing where a version is already in force")
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> None:
    where = location()
    if options.if_missing and _usable(where):
        return
    published = publish_folder(options.folder, current(), where)
    for warning in published.warnings:
        print(problem_line(warning), file=sys.stderr)
    print(f"Published {version_line(published.version)}")


def _usable(where: Location) -> bool:
    try:
        current_store(current(), where)
    except StoreError:
        return False
    return True


def _versions_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_versions)


def _versions(options: argparse.Namespace) -> None:
    found = versions()
    print(_json(found) if options.json else "\n".join(version_line(version) for version in found))


def _json(result: object) -> str:
    return json.dumps(plain(result), ensure_ascii=False, allow_nan=False, indent=2)
