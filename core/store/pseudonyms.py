"""What stands in a published version for the clinic's own identifiers, and by how many days each patient's dates are moved.

Both follow from the key of the store and the patient's identifier, HMAC with SHA-256 (RFC 2104): the same patient has the same
pseudonym and the same days in every import, and without the key nobody can tell either. Whoever loses the key gets others.
"""

import base64
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError, StoreError
from core.domain.problems import Problem
from core.domain.provenance import About
from core.domain.variable import Table
from core.store.checks import refusal
from core.store.identities import ID
from core.store.location import Location
from core.store.lock import locked
from core.store.parts import Part
from core.store.stage import quoted, staging

KEY = "identifiers.key"
KEY_BYTES = 32
LETTERS = 12  # of base 32, 60 bits: two of a million patients share them once in two million cohorts; it is refused
MOST_DAYS = 365
NAMES = "names"
AT_ONCE = 200_000
TELLING = 5  # letters of an identifier that no name of a file has by chance
_PIECES = re.compile(r"[^\W_]+")


def key_of(where: Location) -> bytes:
    """The key of a store that exists, made once, for the owner's eyes alone. Raises DataError where its file holds none."""
    path = where.folder / KEY
    with locked(where):
        if not path.exists():
            made = where.folder / f".building-{secrets.token_hex(8)}"
            _write(made, secrets.token_hex(KEY_BYTES).encode() + b"\n")
            os.replace(made, path)
        text = path.read_bytes().strip()
    if not re.fullmatch(rb"[0-9a-f]{%d}" % (2 * KEY_BYTES), text):
        raise DataError(f"{KEY} in the folder of the store holds no key. Put the file back from a copy; nothing was changed.")
    return bytes.fromhex(text.decode())


def lend_key(where: Location, to: Location) -> None:
    """Gives a store that is new the key of another, if it has one, so that what is tried comes out as it would there.

    Raises StoreError where the key may not be read.
    """
    try:
        if (where.folder / KEY).exists():
            to.folder.mkdir(parents=True, exist_ok=True)
            _write(to.folder / KEY, (where.folder / KEY).read_bytes())
    except OSError as error:
        raise StoreError(f"{KEY} in the folder of the store cannot be read ({error.strerror}). See to its rights.") from error


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def pseudonym(key: bytes, patient: str) -> str:
    """`P-` and twelve letters or digits for an identifier, whose spelling in capitals or not does not count."""
    digest = hmac.digest(key, b"patient:" + patient.lower().encode(), "sha256")
    return f"P-{base64.b32encode(digest).decode()[:LETTERS]}"


def days_back(key: bytes, patient: str) -> int:
    """By how many days, 1 to 365, the dates of a patient are moved back."""
    digest = hmac.digest(key, b"days:" + patient.lower().encode(), "sha256")
    return 1 + int.from_bytes(digest[:8]) % MOST_DAYS


def name_patients(
    con: duckdb.DuckDBPyConnection, catalogue: Catalogue, parts: Sequence[Part], about: About, key: bytes
) -> None:
    """Gives the staged rows what is published of them: the prefix of their centre, then pseudonyms and moved dates where asked.

    Raises DataError where two patients would be called alike, or the name of a file or of the cohort holds an identifier.
    """
    _make_names(con, parts, about, key)
    for table in catalogue.tables:
        name = staging(table.name)
        con.execute(f"CREATE TABLE renamed AS {_renamed(table, about)}")
        con.execute(f"DROP TABLE {name}")
        con.execute(f"ALTER TABLE renamed RENAME TO {name}")


def _make_names(con: duckdb.DuckDBPyConnection, parts: Sequence[Part], about: About, key: bytes) -> None:
    """`names`: one row a patient with the identifier as it is staged, what is shown for it, and the days dates are moved by."""
    ids = [row[0] for row in con.execute(f"SELECT DISTINCT {ID} FROM {staging('patient')} ORDER BY 1").fetchall()]
    own = [f"{about.centre.prefix}{one}" for one in ids]
    shown = [pseudonym(key, one) for one in own] if about.pseudonyms else own
    file = next(part.file for part in parts)
    if len(set(shown)) < len(ids):
        raise _refused(file, "two patients would have the same pseudonym", "Publish them in two versions, or with another key.")
    if about.pseudonyms and (told := _telling(ids, [about.name, *(part.file for part in parts)])):
        rule = f"the name {told!r} holds the identifier of a patient, and names of files and of the cohort are kept"
        raise _refused(told, rule, "Rename it.")
    con.execute(f"CREATE TEMP TABLE {NAMES} (found VARCHAR, shown VARCHAR, days INTEGER)")
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        days = [days_back(key, one) if about.dates_shifted else 0 for one in own[first : first + AT_ONCE]]
        con.execute(
            f"INSERT INTO {NAMES} SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
            [some, shown[first : first + AT_ONCE], days],
        )


def _renamed(table: Table, about: About) -> str:
    """The staged rows of a table under the names that are shown, with moved dates where asked for."""
    moved = [one.name for one in table if one.kind == "date"] if about.dates_shifted else []
    cells = [f"shown AS {ID}", *(f"CAST(CAST({quoted(name)} AS DATE) - days AS VARCHAR) AS {quoted(name)}" for name in moved)]
    rows = f"{staging(table.name)} AS staged JOIN {NAMES} ON staged.{ID} = {NAMES}.found"
    return f"SELECT staged.* REPLACE ({', '.join(cells)}) FROM {rows} ORDER BY row_id"


def _telling(ids: Sequence[str], names: Iterable[str]) -> str | None:
    """The first name that holds an identifier as a word or several: "AA-00123" in "AA-00123 visits.csv"."""
    known = {one.lower() for one in ids if len(one) >= TELLING}
    return next((name for name in names if not known.isdisjoint(_stretches(name.lower()))), None)


def _stretches(name: str) -> set[str]:
    """Every stretch of a name from the beginning of a word to the end of one."""
    words = [found.span() for found in _PIECES.finditer(name)]
    return {name[begin:end] for at, (begin, _) in enumerate(words) for _, end in words[at : at + 10]}


def _refused(file: str, rule: str, remedy: str) -> DataError:
    return refusal([Problem(file=file, row=None, column=None, found=None, rule=rule, remedy=remedy)])
