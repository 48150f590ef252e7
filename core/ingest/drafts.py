"""An import that is being prepared: its files in a folder of their own, what they hold, and what publishing them would give.

The folder goes when the draft does. A trial is published into it and is in force nowhere.
"""

import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.column_uses import ColumnUse
from core.domain.errors import CohortError, DataError
from core.domain.identifiers import Flagged, Treatment
from core.domain.imports import ImportRefusal, ImportResult, Said
from core.domain.mapping import ImportMapping, Pairs, SourceMapping
from core.domain.provenance import About
from core.ingest.apply import flagged, mapping_of
from core.ingest.bundle import bring_in, completed, read_about
from core.ingest.centre import of_centre
from core.ingest.column_uses import source_mapping
from core.ingest.files import number_column, read_files
from core.ingest.identifiers import shown_cell
from core.ingest.mapping_file import as_toml, from_toml
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows
from core.ingest.uploads import MAPPING, stored
from core.store.cohort_store import CohortStore
from core.store.location import Location
from core.store.pseudonyms import KEY

FIRST = 10  # rows that are shown before and after
ABOUT = "about.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What publishing would give, and the version that it would be; no store where it is refused."""

    outcome: ImportResult | ImportRefusal
    store: CohortStore | None = None


@dataclass(slots=True, kw_only=True, weakref_slot=True)
class Draft:
    """The files of an import, and what the reader said of them so far.

    `given` is a mapping that came with the files, `origin` says which one it starts from. `uses` is what columns are taken as
    by title of the table, `words` what words of a variable stand for, `guards` what becomes of columns by which somebody could
    be known. `site` is the one centre all are of, and `prefix` stands before its identifiers. `flags` and `tried` are what was
    found last, with what it was of.
    """

    folder: Path
    paths: tuple[Path, ...]
    sources: tuple[SourceTable, ...]
    given: ImportMapping | None
    about: About
    uses: dict[str, tuple[ColumnUse, ...]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    guards: dict[str, Treatment] = field(default_factory=dict)
    origin: str = ""
    site: str = ""
    prefix: str = ""
    flags: tuple[str, dict[str, tuple[Flagged, ...]]] | None = None
    tried: tuple[str, Trial] | None = None


def draft(files: Sequence[tuple[str, bytes]], catalogue: Catalogue) -> Draft:
    """Reads what was uploaded, pairs of a name and the bytes. Raises DataError in words; nothing of it stays then."""
    folder = Path(tempfile.mkdtemp(prefix="regrow-"))
    try:
        own, plain = folder / "files", folder / "plain"
        own.mkdir()
        plain.mkdir()
        paths = stored(files, own)
        tables = tuple(path for path in paths if path.suffix.lower() != MAPPING)
        if not tables:
            raise DataError("There is no file with data in it. Choose the files of the clinic, too.")
        about = read_about([own]) if (own / ABOUT).exists() else About(name=tables[0].stem)
        sources = tuple(read_files(tables, plain, number_column(catalogue)))
        made = Draft(folder=folder, paths=tables, sources=sources, given=_given(paths, catalogue), about=about)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(made, shutil.rmtree, folder, ignore_errors=True)  # with the session, or with the program
    return made


def _given(paths: Sequence[Path], catalogue: Catalogue) -> ImportMapping | None:
    """The mapping among the files."""
    found = [path for path in paths if path.suffix.lower() == MAPPING and path.name != ABOUT]
    if len(found) > 1:
        raise DataError(f"There are {len(found)} mappings. Leave the one that counts.")
    return from_toml(found[0].read_text(encoding="utf-8-sig", errors="replace"), catalogue) if found else None


def flags_of(made: Draft, mapping: ImportMapping) -> dict[str, tuple[Flagged, ...]]:
    """Title of a table -> its columns by which somebody could be known; looked for once for the same mapping."""
    key = as_toml(mapping)
    if made.flags is None or made.flags[0] != key:
        made.flags = key, {source.title: flagged(source, mapping) for source in made.sources}
    return made.flags[1]


def first_rows(made: Draft, source: SourceTable, mapping: ImportMapping) -> list[tuple[int, tuple[str, ...]]]:
    """The first rows of a source, each with its number; a word stands for cells by which somebody could be known."""
    withheld = {one.column for one in flags_of(made, mapping)[source.title] if one.withheld}
    found = mapping_of(mapping, source)
    shown = partial(shown_cell, withheld, found.columns if found else frozenset())
    rows = islice(numbered_rows(source), FIRST)
    return [(number, tuple(map(shown, source.columns, cells))) for number, cells in rows]


def mapping_in(made: Draft, catalogue: Catalogue, start: ImportMapping) -> ImportMapping:
    """The mapping to go by: the one to start from, completed by suggestions, with what the reader changed.

    Raises DataError where the changes contradict each other, RequestError where there can be no such site or prefix.
    """
    guards = dict(start.identifiers) | made.guards
    start = replace(start, identifiers=tuple(guards.items()), site="", prefix="")
    start = of_centre(catalogue, start, made.site, made.prefix)
    whole = completed(catalogue, made.sources, start)
    sources: list[SourceMapping] = []
    for source in made.sources:
        before = mapping_of(whole, source) or SourceMapping(title=source.title, rows=())
        uses = made.uses.get(source.title)
        try:
            changed = source_mapping(catalogue, before, uses) if uses else before
        except ValueError as error:
            raise DataError(f"{source.file}: {error}") from error
        sources.append(replace(changed, title=source.title))
    return replace(whole, sources=tuple(sources), values=_with_words(whole, made.words))


def _with_words(mapping: ImportMapping, words: Mapping[tuple[str, str], str]) -> tuple[tuple[str, Pairs], ...]:
    values = {name: dict(pairs) for name, pairs in mapping.values}
    for (name, found), value in words.items():
        values.setdefault(name, {})[found] = value
    return tuple((name, tuple(pairs.items())) for name, pairs in values.items())


def trial(made: Draft, catalogue: Catalogue, where: Location, mapping: ImportMapping) -> Trial:
    """What publishing in that store would give; tried once for the same mapping, name, and version in force."""
    in_force = where.current.read_text(encoding="utf-8") if where.current.exists() else ""
    key = f"{made.about!r}{in_force}{as_toml(mapping)}"
    if made.tried is None or made.tried[0] != key:
        _let_go(made)
        made.tried = key, _tried(made, catalogue, where, mapping)
    return made.tried[1]


def _tried(made: Draft, catalogue: Catalogue, where: Location, mapping: ImportMapping) -> Trial:
    own = Location(Path(tempfile.mkdtemp(dir=made.folder)))
    try:
        result = bring_in(made.paths, catalogue, where, mapping, Said(about=made.about), dry_run=own)
    except DataError as error:
        return Trial(outcome=ImportRefusal(reason=str(error), findings=error.problems))
    except CohortError as error:
        return Trial(outcome=ImportRefusal(reason=str(error), findings=()))
    finally:
        (own.folder / KEY).unlink(missing_ok=True)
    own.current.unlink()  # so that no comparison says that it is in force
    draft_of = replace(result, version=replace(result.version, in_force=False))
    return Trial(outcome=draft_of, store=CohortStore(own.folder / result.version.file, catalogue))


def _let_go(made: Draft) -> None:
    if made.tried and made.tried[1].store:
        store = made.tried[1].store
        store.close()
        store.path.chmod(0o600)
        store.path.unlink(missing_ok=True)


def close(made: Draft) -> None:
    """Ends a draft; nothing of its files stays."""
    _let_go(made)
    shutil.rmtree(made.folder, ignore_errors=True)
