"""Files of a clinic into a published version: read, mapped, checked, published. Page and command line both run this."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.domain.account import Account
from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader
from core.domain.centres import Centre
from core.domain.errors import DataError, UnevenTable
from core.domain.history import ImportLog
from core.domain.imports import ImportResult, Said
from core.domain.mapping import ImportMapping
from core.domain.problems import Problem
from core.domain.provenance import About
from core.domain.text_form import TextForm
from core.ingest.apply import mapping_of, parts_of
from core.ingest.cells import read_cell
from core.ingest.centre import of_centre
from core.ingest.doubts import in_doubt
from core.ingest.files import listed, number_column, read_files
from core.ingest.findings import refused
from core.ingest.guard import for_history, with_pseudonyms
from core.ingest.mapping_file import as_toml
from core.ingest.source import SourceTable
from core.ingest.suggest import suggested
from core.ingest.text_tables import mended
from core.ingest.values import with_values
from core.store.checks import refusal
from core.store.history import sources_of, user_name
from core.store.leftovers import working_folder
from core.store.location import Location
from core.store.parts import Part
from core.store.pseudonyms import lend_key
from core.store.publish import Published, publish

ABOUT = "about.toml"  # what a folder of tables says of itself
LONGEST_NAME = 120  # letters of a cohort's name
NO_MAPPING = ImportMapping()
NOTHING_SAID = Said()
Taken = tuple[tuple[Part, ...], tuple[Problem, ...]]  # what the store takes, and what is to be known of it


def bring_in(
    paths: Sequence[Path],
    catalogue: Catalogue,
    where: Location,
    mapping: ImportMapping = NO_MAPPING,
    said: Said = NOTHING_SAID,
    *,
    dry_run: bool | Location = False,
) -> ImportResult:
    """Publishes files, or folders of them, and tells all that was found on the way. A dry run only tells; where it names a
    place, the version that publishing would give stays there.

    What the mapping does not know is mapped as its columns suggest. Where a site is said, or the mapping names one, all
    patients are of it, those it had before are replaced and those of other sites kept, unless they are simulated; else
    everything is replaced. Raises DataError, with every problem, where nothing can be published, and other errors of the
    CohortError tree where the site or the version in force stand against it; nothing is changed then.
    """
    mapping = of_centre(catalogue, mapping, said.site)
    centre = Centre(site=mapping.site, prefix=mapping.prefix, beside=where.folder if mapping.site else None)
    about = replace(said.about or read_about(paths), centre=centre)
    with working_folder() as folder:
        target = dry_run if isinstance(dry_run, Location) else Location(folder / "dry-run") if dry_run else where
        sources = read_files(paths, folder, number_column(catalogue))
        whole = completed(catalogue, sources, mapping)
        read = with_values(read_cell, whole)
        log = None if dry_run else _log(paths, sources, whole, said.who)
        about = replace(about, pseudonyms=whole.says("hash"), dates_shifted=whole.says("shift"))
        if dry_run and whole.guards:
            lend_key(where, target)
        while True:
            try:
                taken = parts_of(catalogue, sources, whole, folder)
                published = _publish(target, catalogue, taken, about, read, log)
                break
            except UnevenTable as error:
                again = [_in_order(source, error, folder) for source in sources]
                if again == sources:
                    file = next(part.file for part in taken[0] if part.path == error.path)
                    raise refused(file, "a line longer than can be read", "Shorten its longest cells.") from error
                sources = again
    return ImportResult(
        version=published.version,
        published=not dry_run,
        findings=published.findings,
        accounts=tuple(_with_unread(one, sources) for one in published.accounts),
        mapping=whole,
        site=published.site,
    )


def _log(paths: Sequence[Path], sources: Sequence[SourceTable], mapping: ImportMapping, who: str) -> ImportLog:
    """What the history is to keep of this import."""
    unread = sum(source.left_out for source in sources)
    files, saved = sources_of(listed(paths)), as_toml(for_history(mapping))
    return ImportLog(who=who or user_name(), sources=files, mapping=saved, unread=unread, site=mapping.site)


def completed(catalogue: Catalogue, sources: Sequence[SourceTable], mapping: ImportMapping) -> ImportMapping:
    """The mapping with a suggestion for every source that it does not know; of record numbers, pseudonyms are suggested."""
    unwanted = {one.title for one in mapping.sources if not one.rows}
    unknown = [source for source in sources if mapping_of(mapping, source) is None and source.title not in unwanted]
    more = suggested(catalogue, unknown).sources
    return with_pseudonyms(replace(mapping, sources=(*mapping.sources, *more)), more)


def _publish(
    where: Location, catalogue: Catalogue, taken: Taken, about: About, read: CellReader, log: ImportLog | None
) -> Published:
    """Publishes, and tells with the other problems how the files were read: a wrong reading must not hide."""
    parts, told = taken
    if any(problem.severity == "blocks" for problem in told):
        raise refusal(told)
    try:
        published = publish(where, catalogue, parts, about, read, log)
    except DataError as error:
        problems = [in_doubt(problem) for problem in error.problems]
        raise (refusal([*problems, *told]) if problems else error) from error
    return replace(published, findings=(*told, *(in_doubt(problem) for problem in published.findings)))


def _with_unread(account: Account, sources: Sequence[SourceTable]) -> Account:
    """The account with the rows that the reader of the file had to leave out."""
    unread = sum(source.left_out for source in sources if source.file == account.file)
    return replace(account, came=account.came + unread, left_out=account.left_out + unread)


def _in_order(source: SourceTable, error: UnevenTable, folder: Path) -> SourceTable:
    """The source that the engine could not take, written anew row by row; any other as it is."""
    if source.path != error.path:
        return source
    if source.numbered:
        raise refused(source.file, "not readable as a table", "Save it as CSV in UTF-8.") from error
    return mended(source, folder, TextForm(), lambda _: False)


def read_about(paths: Sequence[Path]) -> About:
    """What about.toml in a folder says of the cohort; without it the folder or file gives the name. Raises DataError."""
    path = next((one / ABOUT for one in paths if (one / ABOUT).is_file()), None)
    first = paths[0].resolve()
    named = first if first.is_dir() else first.parent / first.stem if len(paths) == 1 else first.parent
    name = named.name[:LONGEST_NAME]
    if path is None:
        return About(name=name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{ABOUT} cannot be read: {why}. Correct it or remove it.") from error
    return About(
        name=str(content.get("name", name))[:LONGEST_NAME],
        synthetic=content.get("synthetic") is True,
        reference=str(content.get("reference", "")),
        unrecorded=_unrecorded(content.get("unrecorded")),
    )


def _unrecorded(said: object) -> tuple[tuple[str, str], ...]:
    """The pairs of a table and a site that an exported version has; anything else that stands there is none."""
    tables = said if isinstance(said, dict) else {}
    return tuple(
        (table, site) for table, sites in tables.items() if isinstance(sites, list) for site in sites if isinstance(site, str)
    )
