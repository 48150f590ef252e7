"""An import that is being prepared: its files in a folder of their own, what they hold, and what publishing them would give.

The folder goes when the draft does. A trial is published into it and is in force nowhere.
"""

import shutil
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.column_uses import ColumnUse
from core.domain.errors import DataError
from core.domain.identifiers import Flagged, Treatment
from core.domain.imports import ImportRefusal, ImportResult
from core.domain.mapping import ImportMapping
from core.domain.provenance import About
from core.ingest.apply import flagged, mapping_of
from core.ingest.bundle import ABOUT, read_about
from core.ingest.files import number_column, read_files
from core.ingest.identifiers import BIRTH, shown_cell
from core.ingest.mapping_file import as_toml, from_toml
from core.ingest.source import SourceTable
from core.ingest.text_files import numbered_rows
from core.ingest.uploads import MAPPING, stored
from core.store.cohort_store import CohortStore
from core.store.leftovers import work_folder

FIRST = 10  # rows that are shown before and after


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What publishing would give, and the version that it would be; no store where it is refused."""

    outcome: ImportResult | ImportRefusal
    store: CohortStore | None = None


@dataclass(slots=True, kw_only=True, weakref_slot=True, eq=False)
class Draft:
    """The files of an import, and what the reader said of them so far.

    `given` is a mapping that came with the files. `origin` says which mapping it starts from, `begun` how often one was chosen.
    `uses` is what columns are taken as by title of the table, `words` what words of a variable stand for, `guards` what becomes
    of columns by which somebody could be known. `site` is the one centre all are of, `prefix` stands before its identifiers.
    `flags` and `tried` are what was found last, with what it was of.
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
    begun: int = 0
    site: str = ""
    prefix: str = ""
    flags: tuple[str, dict[str, tuple[Flagged, ...]]] | None = None
    tried: tuple[str, Trial] | None = None


_open: weakref.WeakSet[Draft] = weakref.WeakSet()


def close_all() -> None:
    """Ends every draft: the program stops."""
    for made in list(_open):
        close(made)


def draft(files: Sequence[tuple[str, bytes]], catalogue: Catalogue) -> Draft:
    """Reads what was uploaded, pairs of a name and the bytes. Raises DataError in words; nothing of it stays then."""
    folder = work_folder()
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
    weakref.finalize(made, shutil.rmtree, folder, ignore_errors=True)  # with the session
    _open.add(made)
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
    """The first rows of a source, each with its number; a word stands for cells by which somebody could be known, and for days
    of birth, which are counted from and not stored."""
    withheld = {one.column for one in flags_of(made, mapping)[source.title] if one.withheld or BIRTH in one.why}
    found = mapping_of(mapping, source)
    shown = partial(shown_cell, withheld, found.columns if found else frozenset())
    rows = islice(numbered_rows(source), FIRST)
    return [(number, tuple(map(shown, source.columns, cells))) for number, cells in rows]


def let_go(made: Draft) -> None:
    """Forgets the last trial first, so that whatever interrupts what follows, it is not taken for one that can be read."""
    store = made.tried[1].store if made.tried else None
    made.tried = None
    if store:
        store.close()
        with suppress(FileNotFoundError):
            store.path.chmod(0o600)
            store.path.unlink()


def close(made: Draft) -> None:
    """Ends a draft; nothing of its files stays."""
    let_go(made)
    shutil.rmtree(made.folder, ignore_errors=True)
