"""Files of a clinic into a published version: read, mapped, checked, published. Page and command line both run this."""

import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from core.domain.account import Account
from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader
from core.domain.errors import DataError, UnevenTable
from core.domain.imports import ImportResult
from core.domain.mapping import ImportMapping
from core.domain.provenance import About
from core.domain.text_form import TextForm
from core.ingest.apply import mapping_of, parts_of
from core.ingest.cells import read_cell
from core.ingest.column_names import at_visit, variable_called
from core.ingest.doubts import in_doubt
from core.ingest.event_rows import one_event_a_row
from core.ingest.findings import refused
from core.ingest.source import SourceTable
from core.ingest.suggest import suggested
from core.ingest.text_tables import mended, read_text
from core.ingest.values import with_values
from core.store.checks import refusal
from core.store.location import Location
from core.store.publish import Published, publish

LONGEST_NAME = 120  # letters of a cohort's name
TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx",)
ENDINGS = (*TEXTS, *WORKBOOKS)
NO_MAPPING = ImportMapping()


def bring_in(
    paths: Sequence[Path], catalogue: Catalogue, where: Location, mapping: ImportMapping = NO_MAPPING, *, dry_run: bool = False
) -> ImportResult:
    """Publishes files, or folders of them, and tells all that was found on the way. A dry run only tells.

    What the mapping does not know is mapped as its columns suggest. Raises DataError, with every problem, where nothing can be
    published; nothing is changed then.
    """
    about = read_about(paths)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        target = Location(folder / "dry-run") if dry_run else where
        sources = _read(_files(paths), folder, number_column(catalogue))
        whole = completed(catalogue, sources, mapping)
        sources = [_events_apart(source, whole, folder) for source in sources]
        read = with_values(read_cell, whole)
        while True:
            try:
                published = _publish(target, catalogue, sources, whole, about, read)
                break
            except UnevenTable as error:
                sources = [_in_order(source, error, folder) for source in sources]
    return ImportResult(
        version=published.version,
        published=not dry_run,
        findings=published.findings,
        accounts=published.accounts,
        mapping=whole,
    )


def completed(catalogue: Catalogue, sources: Sequence[SourceTable], mapping: ImportMapping) -> ImportMapping:
    """The mapping with a suggestion for every source that it does not know."""
    unknown = [source for source in sources if mapping_of(mapping, source) is None]
    return replace(mapping, sources=(*mapping.sources, *suggested(catalogue, unknown).sources))


def _publish(
    where: Location,
    catalogue: Catalogue,
    sources: Sequence[SourceTable],
    mapping: ImportMapping,
    about: About,
    read: CellReader,
) -> Published:
    """Publishes, and tells with the other problems how the files were read: a wrong reading must not hide."""
    parts, told = parts_of(catalogue, sources, mapping)
    told = (*(one for source in sources for one in source.told), *told)
    if any(problem.severity == "blocks" for problem in told):
        raise refusal(told)
    if not parts:
        raise refused(
            sources[0].file, "no table of the data model is seen in it", "Map its columns, or name them as in the list."
        )
    try:
        published = publish(where, catalogue, parts, about, read)
    except DataError as error:
        problems = [in_doubt(problem) for problem in error.problems]
        raise (refusal([*problems, *told]) if problems else error) from error
    findings = (*told, *(in_doubt(problem) for problem in published.findings))
    return replace(published, findings=findings, accounts=tuple(_with_unread(one, sources) for one in published.accounts))


def _with_unread(account: Account, sources: Sequence[SourceTable]) -> Account:
    """The account with the rows that the reader of the file had to leave out."""
    unread = sum(source.left_out for source in sources if source.file == account.file)
    return replace(account, came=account.came + unread, left_out=account.left_out + unread)


def _events_apart(source: SourceTable, mapping: ImportMapping, folder: Path) -> SourceTable:
    """A source of adverse events with each in a row of its own; any other as it is."""
    found = mapping_of(mapping, source)
    rows = [row for row in found.rows if row.table == "adverse_event" and "term" in dict(row.columns)] if found else []
    return one_event_a_row(source, rows[0], folder) if rows else source


def _in_order(source: SourceTable, error: UnevenTable, folder: Path) -> SourceTable:
    """The source that the engine could not take, written anew row by row; any other as it is."""
    if source.path != error.path:
        return source
    if source.numbered:
        raise refused(source.file, "not readable as a table", "Save it as CSV in UTF-8.") from error
    return mended(source, folder, TextForm(), lambda _: False)


def number_column(catalogue: Catalogue) -> Callable[[str], bool]:
    """Whether a column of that name holds numbers, by the names of the data model."""
    variables = [variable for table in catalogue.tables for variable in table]

    def holds_numbers(name: str) -> bool:
        at = at_visit(name)
        found = variable_called(at.stem if at else name, variables)
        return at is not None if found is None else found.written_in_digits

    return holds_numbers


def _files(paths: Sequence[Path]) -> list[Path]:
    """Every file that is named or lies in a folder that is."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS and one.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise DataError(f"There is no file and no folder {path.name!r}. Name the files, or the folder that holds them.")
    if not found:
        names = ", ".join(ENDINGS)
        raise DataError(f"There is no file to import in {paths[0].name!r}. Name a folder or files that end in {names}.")
    return found


def _read(files: Sequence[Path], folder: Path, is_number: Callable[[str], bool]) -> list[SourceTable]:
    """The tables of all files. Raises DataError where two are called the same."""
    sources: list[SourceTable] = []
    for path in files:
        for source in _tables(path, folder, is_number):
            twin = next((one for one in sources if one.title.strip().lower() == source.title.strip().lower()), None)
            if twin:
                raise DataError(f"Nothing was published. There are {twin.file} and {source.file}. Leave the one that counts.")
            sources.append(source)
    return sources


def _tables(path: Path, folder: Path, is_number: Callable[[str], bool]) -> Iterator[SourceTable]:
    ending = path.suffix.lower()
    if ending in TEXTS:
        yield read_text(path, folder, is_number)
    elif ending in WORKBOOKS:
        from core.ingest.workbooks import sheets  # the library is loaded where there is a workbook

        yield from sheets(path, folder)
    else:
        names = ", ".join(ENDINGS)
        raise refused(path.name, "no file that can be read", f"Save it as one that ends in {names}.")


def read_about(paths: Sequence[Path]) -> About:
    """What about.toml in a folder says of the cohort; without it the folder or file gives the name. Raises DataError."""
    path = next((one / "about.toml" for one in paths if (one / "about.toml").is_file()), None)
    first = paths[0].resolve()
    named = first if first.is_dir() else first.parent / first.stem if len(paths) == 1 else first.parent
    name = named.name[:LONGEST_NAME]
    if path is None:
        return About(name=name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise DataError(f"about.toml cannot be read: {error}. Correct it or remove it.") from error
    return About(
        name=str(content.get("name", name))[:LONGEST_NAME],
        synthetic=content.get("synthetic") is True,
        reference=str(content.get("reference", "")),
    )
