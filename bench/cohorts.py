"""The published stores that are measured: 86, 1,000,000 and 10,000,000 patients. The large ones are kept between runs."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from bench.servers import ROOT
from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.cohort_store import CohortStore, in_force
from core.store.location import Location
from core.store.publish import put_in_force
from core.store.schema import fingerprint
from core.synthesis import synthesize

KEPT = Path(tempfile.gettempdir()) / "regrow-bench"
MILLION, HUNDRED_THOUSAND = 1_000_000, 100_000
EVENTS = 1_000_000
TIMES = 10
MAKERS = (
    "core/store/cohort_table.py",
    "core/store/derive.py",
    "core/store/lab_grades.py",
    "core/store/lab_names.py",
    "core/store/lab_values.py",
    "core/store/publish.py",
    "core/store/schema.py",
    "core/store/stage.py",
)
MAKING = "Making and keeping {} in {} (minutes, and only when the data model has changed)."


@contextmanager
def reference() -> Iterator[Path]:
    """The bundled cohort, published to a folder that lasts as long as the block."""
    with tempfile.TemporaryDirectory() as folder:
        bring_in([ROOT / "data/reference"], current(), Location(Path(folder)))
        yield Path(folder)


def million() -> Path:
    """The folder of a store of 1,000,000 synthetic patients, without laboratory values."""
    where = _kept("million")
    if not where.current.exists():
        print(MAKING.format(f"{MILLION:,} patients", where.folder), flush=True)
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as tables:
            synthesize(MILLION, 1, Path(tables), labs=False)
            bring_in([Path(tables)], current(), where)
    return where.folder


def many_events() -> Path:
    """The folder of a store of 100,000 synthetic patients with about 1,000,000 adverse events and as many laboratory values."""
    where = _kept("events")
    if not where.current.exists():
        print(MAKING.format(f"{HUNDRED_THOUSAND:,} patients", where.folder), flush=True)
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as tables:
            synthesize(HUNDRED_THOUSAND, 1, Path(tables))
            _more_events(Path(tables) / "adverse_event.csv")
            bring_in([Path(tables)], current(), where)
    return where.folder


def _more_events(path: Path) -> None:
    """Every event several times over, at other moments before its end, until there are about a million."""
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE event AS SELECT * FROM read_csv('{path}', all_varchar=true)")
        times = round(EVENTS / con.execute("SELECT count(*) FROM event").fetchall()[0][0])
        onset = f"round(CAST(onset_month AS DOUBLE) * (1 - copy / {times}.0), 1)"
        con.execute(
            f"COPY (SELECT * REPLACE ({onset} AS onset_month) FROM event, range({times}) AS copies(copy)) "
            f"TO '{path}' (HEADER, DELIMITER ',')"
        )


def ten_million() -> Path:
    """The folder of a store of 10,000,000 patients: its `cohort` table is the million ten times over."""
    where = _kept("ten-million")
    if not where.current.exists():
        source = in_force(Location(million()))
        print(MAKING.format(f"{TIMES * MILLION:,} patients", where.folder), flush=True)
        where.folder.mkdir(parents=True, exist_ok=True)
        name = f"cohort-{TIMES}-of-{source.stem.removeprefix('cohort-')}.duckdb"
        _multiply(source, where.folder / name)
        put_in_force(where, name)
    return where.folder


def opened(folder: Path) -> CohortStore:
    """The store of a folder, opened as the product opens it."""
    return CohortStore(in_force(Location(folder)), current())


def _multiply(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with duckdb.connect(str(target)) as con:
        for copy in range(1, TIMES):
            con.execute(
                f"INSERT INTO cohort SELECT * REPLACE (patient_no + {copy * MILLION} AS patient_no) "
                f"FROM cohort WHERE patient_no <= {MILLION}"
            )
        about = json.loads(con.execute("SELECT json FROM about").fetchall()[0][0])
        about |= {"patients": TIMES * MILLION, "digest": target.stem, "file": target.name}
        con.execute("UPDATE about SET json = ?", [json.dumps(about)])


def _model() -> str:
    """A few digits of the code that decides what the tables hold: a store made by other code is not used again."""
    files = [ROOT / name for name in MAKERS]
    files += sorted((ROOT / "core/synthesis").glob("*.py")) + sorted((ROOT / "core/catalogue").rglob("*.py"))
    code = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(code + str(fingerprint(current())).encode()).hexdigest()[:8]


def _kept(kind: str) -> Location:
    """Where a large store is kept; those that older code made are removed."""
    where = Location(KEPT / f"{kind}-{_model()}")
    for folder in KEPT.glob(f"{kind}-*"):
        if folder != where.folder:
            shutil.rmtree(folder, ignore_errors=True)
    return where
