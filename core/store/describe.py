"""What a published version says of itself, and the digest of its content that is its name."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.centres import SITE
from core.domain.progress import progress
from core.domain.provenance import Version
from core.store.centres import Joined
from core.store.schema import fingerprint
from core.store.stage import quoted


def describe(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, joined: Joined, given: Collection[str], months: tuple[int, ...]
) -> Version:
    """The version that the tables in this database make; `given` are the tables that the files gave."""
    about = joined.about
    progress("writing")
    counts = {table.name: _count(con, table.name) for table in catalogue.tables}
    version = Version(
        digest="",
        file="",
        schema=fingerprint(catalogue),
        catalogue=catalogue.key,
        cohort_name=about.name,
        synthetic=about.synthetic,
        reference=about.reference,
        published_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        sources=joined.files,
        patients=counts["patient"],
        visits=counts["visit"],
        adverse_events=counts["adverse_event"],
        labs=counts["lab"],
        months=months,
        pseudonyms=about.pseudonyms,
        dates_shifted=about.dates_shifted,
    )
    version = replace(version, given_empty=tuple(sorted(one for one in given if not counts[one])))
    version = replace(version, unrecorded=tuple(sorted(_unrecorded(con, catalogue, about.unrecorded, version))))
    digest = _digest(con, catalogue, version)
    return replace(version, digest=digest, file=f"cohort-{digest}.duckdb")


def _unrecorded(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, said: Collection[tuple[str, str]], version: Version
) -> Iterator[tuple[str, str]]:
    """What is said of tables that sites did not give, as far as the tables do not say otherwise."""
    named = {table for table, _ in said}
    for table in (one.name for one in catalogue.tables if one.name in named and not version.lacks(one.name)):
        sites = f"SELECT DISTINCT coalesce({SITE}, '') FROM patient"
        gave = f"{sites} WHERE patient_no IN (SELECT patient_no FROM {table})"
        without = {row[0] for row in con.execute(f"{sites} EXCEPT {gave}").fetchall()}
        yield from (pair for pair in said if pair[0] == table and pair[1] in without)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _digest(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, version: Version) -> str:
    """Sixteen hexadecimal digits of the content: the same tables give the same digest whatever the order of their rows."""
    about = [version.cohort_name, version.synthetic, version.reference]
    content: dict[str, object] = {"schema": version.schema, "about": about}
    if version.given_empty:
        content["given empty"] = list(version.given_empty)
    if version.unrecorded:
        content["unrecorded"] = list(version.unrecorded)
    for table in catalogue.tables:
        cells = ", ".join(f"coalesce(CAST({quoted(variable.name)} AS VARCHAR), chr(1))" for variable in table)
        row = f"md5_number_lower(concat_ws(chr(31), {cells}))"
        total = con.execute(f"SELECT count(*), CAST(sum({row}::HUGEINT) AS VARCHAR) FROM {table.name}").fetchall()[0]
        content[table.name] = list(total)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
