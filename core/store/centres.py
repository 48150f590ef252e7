"""One centre among several: the rows of all others are copied, with where they are from, out of the version in force.

What is copied was checked when it came in and is not checked again. It joins the new rows between their checks and the making
of the published tables, in one statement a table, so that its memory does not grow with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.centres import SITE, Centre, SiteChange
from core.domain.errors import DataError, StoreMissing, StoreOutdated, StoreUnreadable
from core.domain.problems import SHOWN, Problem
from core.domain.provenance import About, Version
from core.domain.variable import Variable
from core.store.centre_checks import BESIDE, others, refuse_same_patients, refuse_two_spellings, uneven, unrecorded
from core.store.checks import refusal
from core.store.cohort_store import in_force, version_of
from core.store.derive import as_text
from core.store.location import Location
from core.store.parts import Part
from core.store.schema import fingerprint
from core.store.stage import literal, quoted, staging


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """All that a version is made of: what is said of it, the names of its files, what became of the sites, and what to know."""

    about: About
    files: tuple[str, ...]
    site: SiteChange | None = None
    told: tuple[Problem, ...] = ()


def version_beside(catalogue: Catalogue, about: About) -> Version | None:
    """The version in force that has the other centres; None where none is asked for, or there are none: nothing has been
    published yet, or simulated patients, to whom real ones are no other centre.

    Raises StoreOutdated or StoreUnreadable where its rows cannot be taken over, DataError where simulated patients would be
    put to real ones.
    """
    version = _in_force(about.centre)
    if version is None or _replaces(about, version):
        return None
    if version.schema != fingerprint(catalogue):
        raise StoreOutdated(
            f"Version {version.digest} in force was made for another data model than this program's, so that the other centres "
            f"cannot be kept. Nothing was changed. {_anew(about.centre)}"
        )
    if version.synthetic != about.synthetic:
        raise DataError(
            f"Nothing was published. The patients in force ({version.cohort_name}) are real and those of these files are "
            f"simulated: they are never put together. {_anew(about.centre)}"
        )
    return version


def _in_force(centre: Centre) -> Version | None:
    try:
        return version_of(in_force(Location(centre.beside))) if centre.site and centre.beside is not None else None
    except StoreMissing:
        return None


def _replaces(about: About, version: Version) -> bool:
    return version.synthetic and not about.synthetic


def _replaced(parts: Sequence[Part], about: About) -> tuple[Problem, ...]:
    """That real patients take the place of simulated ones, where that is so."""
    version = _in_force(about.centre)
    if version is None or not _replaces(about, version):
        return ()
    rule = f"{version.cohort_name} is simulated, and real patients are never put to it: {about.centre.site} replaces it"
    remedy = "Nothing needs to be done. The version stays, and can be put in force again."
    file = next((part.file for part in parts if part.table == "patient"), "")
    return (Problem(file=file, row=None, column=None, found=None, rule=rule, remedy=remedy, severity="warning"),)


def _anew(centre: Centre) -> str:
    return (
        "Import the files of one centre without a site to be replaced, which replaces everything: with a column of sites, or "
        f"always = {{site = {centre.site!r}}} at the patients of the mapping. Then add the other centres, each with its site."
    )


def put_site(con: duckdb.DuckDBPyConnection, parts: Sequence[Part], centre: Centre) -> None:
    """Gives every staged patient the site of the import. Raises DataError where a file names another one."""
    if not centre.site:
        return
    name = staging("patient")
    found = con.execute(
        f"SELECT {SITE}, arg_min(part, row_id), arg_min(row_no, row_id), count(*) FROM {name} WHERE {SITE} != ? GROUP BY 1 "
        f"ORDER BY min(row_id) LIMIT {SHOWN}",
        [centre.site],
    ).fetchall()
    if found:
        raise refusal([_other_site(parts[part], row, site, count, centre) for site, part, row, count in found])
    con.execute(f"UPDATE {name} SET {SITE} = ?", [centre.site])


def _other_site(part: Part, row: int, site: str, rows: int, centre: Centre) -> Problem:
    column = dict(part.columns).get(SITE, SITE)
    return Problem(
        file=part.file,
        row=row,
        column=column,
        found=site,
        rule=f"another site than {centre.site}, of which all patients of this import are ({rows:,} such rows)",
        remedy=f"Import each centre from files of its own, give its site as {site!r}, or take the column out of the mapping.",
    )


def join(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part], about: About, version: Version | None
) -> Joined:
    """Puts the rows of the other centres to the checked ones and makes `origin`. Raises DataError where a patient of another
    centre has the same identifier, or a site is written in two ways."""
    con.execute("CREATE TABLE origin (source INTEGER, file VARCHAR)")
    if version is None or about.centre.beside is None:
        files = _note_origins(con, parts, 0)
        site = _change(con, about.centre, {}) if about.centre.site else None
        return Joined(about=about, files=files, site=site, told=_replaced(parts, about))
    path = about.centre.beside / version.file
    try:
        con.execute(f"ATTACH {literal(str(path))} AS {BESIDE} (READ_ONLY)")
        joined = _joined(con, catalogue, parts, about, version)
        con.execute(f"DETACH {BESIDE}")
    except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException) as error:
        raise StoreUnreadable(f"{path.name} can no longer be read, so that the other centres cannot be kept.") from error
    return joined


def _joined(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part], about: About, version: Version
) -> Joined:
    found = con.execute(f"SELECT coalesce({SITE}, ''), count(*) FROM {BESIDE}.patient GROUP BY 1 ORDER BY 1").fetchall()
    refuse_two_spellings(parts, about.centre, [site for site, _ in found])
    refuse_same_patients(con, parts, about.centre)
    change = _change(con, about.centre, dict(found))
    first = int(con.execute(f"SELECT coalesce(max(source), -1) + 1 FROM {BESIDE}.origin").fetchall()[0][0])
    for table in catalogue.tables:
        con.execute(f"UPDATE {staging(table.name)} SET part = part + {first}")
        _copy(con, table.name, tuple(table), about.centre)
    sources = " UNION ALL ".join(f"SELECT part FROM {staging(table.name)}" for table in catalogue.tables)
    con.execute(f"INSERT INTO origin SELECT source, file FROM {BESIDE}.origin WHERE source IN ({sources}) ORDER BY source")
    old = version if change.kept else about  # what is said of all patients must hold for those who are kept
    named, shifted = about.pseudonyms and old.pseudonyms, about.dates_shifted or old.dates_shifted
    both = replace(
        about,
        name=version.cohort_name,
        reference=version.reference,
        pseudonyms=named,
        dates_shifted=shifted,
        unrecorded=tuple(unrecorded(catalogue, parts, change, version)),
    )
    told = tuple(uneven(catalogue, parts, both, change, version)) if change.kept else ()
    return Joined(about=both, files=_note_origins(con, parts, first), site=change, told=told)


def _copy(con: duckdb.DuckDBPyConnection, table: str, variables: Sequence[Variable], centre: Centre) -> None:
    """The rows of a table that are of other centres, as text; each with its own source and row."""
    names = ", ".join(quoted(one.name) for one in variables)
    con.execute(
        f"INSERT INTO {staging(table)} (part, row_no, {names}) SELECT source, source_row, {', '.join(map(as_text, variables))} "
        f"FROM {BESIDE}.{table} WHERE patient_no IN ({others(centre)})"
    )


def _note_origins(con: duckdb.DuckDBPyConnection, parts: Sequence[Part], first: int) -> tuple[str, ...]:
    """The names of all files, those of this import last."""
    con.executemany("INSERT INTO origin VALUES (?, ?)", [[at, part.file] for at, part in enumerate(parts, start=first)])
    return tuple(dict.fromkeys(row[0] for row in con.execute("SELECT file FROM origin ORDER BY source").fetchall()))


def _change(con: duckdb.DuckDBPyConnection, centre: Centre, found: dict[str, int]) -> SiteChange:
    after = int(con.execute(f"SELECT count(*) FROM {staging('patient')}").fetchall()[0][0])
    kept = tuple((site, patients) for site, patients in found.items() if site != centre.site)
    return SiteChange(site=centre.site, before=found.get(centre.site, 0), after=after, kept=kept)
