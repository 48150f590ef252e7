"""The commands about data: publish tables, list versions, make a synthetic registry."""

import argparse
import sys
from pathlib import Path

from core.catalogue import current
from core.cli.printed import as_json
from core.domain.errors import RequestError, StoreError
from core.ingest.bundle import publish_source
from core.store.cohort_store import current_store, versions
from core.store.location import Location, location
from core.synthesis import synthesize
from core.words.problems import problem_line
from core.words.versions import version_line


def synthesize_command(command: argparse.ArgumentParser) -> None:
    """The options of `synthesize`."""
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


def import_command(command: argparse.ArgumentParser) -> None:
    """The options of `import`."""
    command.add_argument(
        "source",
        type=Path,
        help="an .xlsx workbook with a sheet a table, or a folder that holds patient.csv, visit.csv and, if there are, "
        "adverse_event.csv, lab.csv (or .tsv, .txt)",
    )
    command.add_argument("--if-missing", action="store_true", help="do nothing where a version is already in force")
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> None:
    where = location()
    if options.if_missing and _usable(where):
        return
    published = publish_source(options.source, current(), where)
    for warning in published.warnings:
        print(problem_line(warning), file=sys.stderr)
    print(f"Published {version_line(published.version)}")


def _usable(where: Location) -> bool:
    try:
        current_store(current(), where)
    except StoreError:
        return False
    return True


def versions_command(command: argparse.ArgumentParser) -> None:
    """The options of `versions`."""
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_versions)


def _versions(options: argparse.Namespace) -> None:
    found = versions()
    print(as_json(found) if options.json else "\n".join(version_line(version) for version in found))
