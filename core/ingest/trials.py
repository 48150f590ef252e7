"""What an import that is being prepared would give: its mapping with what was changed, and a trial that is in force nowhere."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from core.domain.catalogue import Catalogue
from core.domain.errors import CohortError, DataError
from core.domain.imports import ImportRefusal, Said
from core.domain.mapping import ImportMapping, Pairs, SourceMapping
from core.ingest.apply import mapping_of
from core.ingest.bundle import bring_in, completed
from core.ingest.centre import of_centre
from core.ingest.column_uses import Uses, source_mapping, uses_of
from core.ingest.drafts import Draft, Trial, let_go
from core.ingest.mapping_file import as_toml
from core.ingest.source import SourceTable
from core.ingest.suggest import around_patients
from core.store.cohort_store import CohortStore
from core.store.identities import ID
from core.store.location import Location
from core.store.pseudonyms import KEY


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


def take_uses(made: Draft, catalogue: Catalogue, source: SourceTable, before: Uses, uses: Uses) -> None:
    """Keeps what the columns of a source are now taken as. Where nothing was taken before and now its patients are, what the
    other columns are is suggested with them."""
    taken = [use for use in uses if use.table]
    if not any(use.table for use in before) and [use.variable for use in taken] == [ID]:
        uses = uses_of(source.columns, around_patients(catalogue, source, taken[0].column))
        made.begun += 1
    made.uses[source.title] = tuple(uses)


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
        let_go(made)
        made.tried = key, _tried(made, catalogue, where, mapping)
    return made.tried[1]


def _tried(made: Draft, catalogue: Catalogue, where: Location, mapping: ImportMapping) -> Trial:
    os.utime(made.folder)  # it is in use: what nobody touched for a day is taken for left behind
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
