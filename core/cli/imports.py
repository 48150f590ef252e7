"""The command that brings files in: read, mapped, checked, and published unless it is a dry run."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from core.catalogue import current
from core.cli.printed import as_json
from core.cli.progress import bar
from core.domain.errors import DataError, RequestError, StoreError
from core.domain.imports import ImportRefusal, ImportResult
from core.domain.mapping import ImportMapping
from core.domain.problems import alike
from core.export.import_report import as_html, as_template, as_workbook
from core.ingest.bundle import NO_MAPPING, bring_in
from core.ingest.centre import of_centre
from core.ingest.files import ENDINGS
from core.ingest.guard import guarded
from core.ingest.mapping_file import as_toml, from_toml
from core.ingest.marked import marked
from core.store.cohort_store import current_store
from core.store.location import Location, location
from core.store.put_back import check_allowed
from core.words.problems import account_line, import_line, problem_line, site_line


def import_command(command: argparse.ArgumentParser) -> None:
    """The options of `import`."""
    command.add_argument(
        "files", type=Path, nargs="+", help=f"files ({', '.join(ENDINGS)}), or a folder of them; a table or several in each"
    )
    command.add_argument("--mapping", type=Path, help="how the columns are named in this clinic, as saved by --save-mapping")
    command.add_argument("--site", default="", help="the files are of this centre: add or replace it, and keep all others")
    command.add_argument("--prefix", default="", help="put this before every identifier; saved with the mapping")
    command.add_argument("--save-mapping", type=Path, help="write the mapping that was gone by, for the next export")
    command.add_argument("--hash-ids", action="store_true", help="publish patients under pseudonyms, whose key stays here")
    command.add_argument("--shift-dates", action="store_true", help="move the dates of each patient back by 1 to 365 days")
    command.add_argument("--report", type=Path, help="write a report: .html, or .xlsx with the offending cells marked")
    command.add_argument("--to-correct", type=Path, help="write a workbook to fill in: the rows that lost something")
    command.add_argument("--dry-run", action="store_true", help="check everything and publish nothing")
    command.add_argument("--notes", action="store_true", help="list what was read in the only way it can be, too")
    command.add_argument("--json", action="store_true", help="all of it as JSON")
    command.add_argument("--if-missing", action="store_true", help="do nothing where a version is already in force")
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> None:
    where = location()
    if options.if_missing and _usable(where):
        return
    if not options.dry_run:
        check_allowed()
    mapping = from_toml(_text(options.mapping), current()) if options.mapping else NO_MAPPING
    mapping = guarded(mapping, hash_ids=options.hash_ids, shift_dates=options.shift_dates)
    mapping = of_centre(current(), mapping, options.site, options.prefix)
    try:
        with bar():
            result = bring_in(options.files, current(), where, mapping, dry_run=options.dry_run)
    except DataError as error:
        refusal = ImportRefusal(reason=str(error), findings=error.problems)
        _report(options, refusal, mapping)
        if options.json and error.problems:
            print(as_json(refusal))
        raise
    _report(options, result, mapping)
    if options.save_mapping:
        _write(options.save_mapping, as_toml(result.mapping).encode())
    if options.json:
        print(as_json(result))
    else:
        _print(result, notes=options.notes)


def _report(options: argparse.Namespace, outcome: ImportResult | ImportRefusal, mapping: ImportMapping) -> None:
    """Writes the report and the file to fill in, where they are asked for."""
    if not options.report and not options.to_correct:
        return
    found, now = marked(options.files, current(), outcome, mapping), datetime.now(UTC)
    if options.report and options.report.suffix.lower() == ".xlsx":
        _write(options.report, as_workbook(outcome, found, now))
    elif options.report:
        saved = as_toml(outcome.mapping) if isinstance(outcome, ImportResult) else ""
        _write(options.report, as_html(outcome, now, saved))
    if options.to_correct:
        _write(options.to_correct, as_template(found))


def _print(result: ImportResult, *, notes: bool) -> None:
    """Findings beside the output, which says what came of the rows and of it all."""
    for found in alike(result.findings):
        if notes or found.first.severity != "note":
            print(problem_line(found), file=sys.stderr)
    unlisted = 0 if notes else len(result.of("note"))
    print(import_line(result, unlisted))
    if result.site:
        print(site_line(result.site))
    for account in result.accounts:
        print(account_line(account))


def _usable(where: Location) -> bool:
    try:
        current_store(current(), where)
    except StoreError:
        return False
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"The mapping {path.name!r} cannot be read ({type(error).__name__}). Name a TOML file.") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise RequestError(f"{path.name!r} cannot be written ({error.strerror}). Name a file in a folder that can.") from error
