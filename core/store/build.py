"""One build: sources staged and checked in memory, beyond a gigabyte in files that are thrown away; a version written to disk.

The two are apart because a dropped table leaves its bytes in its file. So nothing of the published file was ever anything
else than what it publishes: no cell that was not taken, no day of birth, no identifier that a pseudonym stands for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.cells import CellReader
from core.domain.centres import SiteChange
from core.domain.problems import Problem
from core.domain.provenance import About, Version
from core.store.centres import join, put_site
from core.store.checks import Checked, check, refusal
from core.store.cohort_store import Config
from core.store.derive import derive
from core.store.describe import describe
from core.store.identities import link_patients
from core.store.parts import Part
from core.store.pseudonyms import name_patients
from core.store.readings import read_staged
from core.store.stage import literal, stage, staging

SPILLED, WHOLE_FILE = "spilled", "cohort.duckdb"
FINISHED = "finished"
MEMORY = "1GB"  # of the engine; what is more goes to disk, beside the build
CONFIG: Config = {"autoinstall_known_extensions": False, "memory_limit": MEMORY}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the files, the key of the store where identifiers or dates are guarded, and the version in force whose
    other centres are kept."""

    about: About
    key: bytes = b""
    beside: Version | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """The version that was written, what its checks found, and what became of the sites where one was named."""

    version: Version
    checked: Checked
    site: SiteChange | None


def build(folder: Path, catalogue: Catalogue, parts: Sequence[Part], read: CellReader, told: Told) -> Built:
    """Writes WHOLE_FILE into an empty folder and says what it holds. Raises DataError where nothing can be published."""
    with duckdb.connect(":memory:", config=CONFIG | {"temp_directory": str(folder / SPILLED)}) as con:
        con.execute("SET preserve_insertion_order = true")
        con.execute("SET enable_progress_bar = false")
        stage(con, catalogue, parts)
        checked = _checked(con, catalogue, parts, told.about, read)
        if told.about.guarded or told.about.centre.prefix:
            name_patients(con, catalogue, parts, told.about, told.key)
        con.execute(f"ATTACH {literal(str(folder / WHOLE_FILE))} AS {FINISHED}")
        con.execute(f"SET search_path = '{FINISHED},memory'")  # tables are made in the first
        given = {part.table for part in parts} | set(told.beside.given_empty if told.beside else ())
        joined = join(con, catalogue, parts, told.about, told.beside)
        version = describe(con, catalogue, joined, given, derive(con, catalogue))
        con.execute("CREATE TABLE about (json VARCHAR)")
        con.execute("INSERT INTO about VALUES (?)", [json.dumps(_plain(version))])
        con.execute(f"CHECKPOINT {FINISHED}")
    return Built(version, replace(checked, problems=(*checked.problems, *joined.told)), joined.site)


def _checked(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part], about: About, read: CellReader
) -> Checked:
    """What is left to be published after all checks. Raises DataError where that is nobody."""
    problems = [*read_staged(con, catalogue, parts, read), *link_patients(con, catalogue, parts)]
    put_site(con, parts, about.centre)
    checked = check(con, catalogue, parts)
    problems += checked.problems
    if not con.execute(f"SELECT 1 FROM {staging('patient')} LIMIT 1").fetchall():
        file = next((part.file for part in parts if part.table == "patient"), parts[0].file if parts else "")
        remedy = "Put right what is listed, or add one row for each patient."
        nobody = Problem(file=file, row=None, column=None, found=None, rule="there is no patient in it", remedy=remedy)
        raise refusal([nobody, *problems])
    return Checked(tuple(dict.fromkeys(problems)), checked.accounts)


def _plain(version: Version) -> dict[str, object]:
    return {name: getattr(version, name) for name in Version.__dataclass_fields__ if name != "in_force"}
