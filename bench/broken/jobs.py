"""The files to bring in, kind by kind: each breaks whole ones in its own way, the same for the same seed."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.broken import archives, damages, seeds

Files = dict[str, bytes]
MAPPING = "mapping.toml"  # handed over as the mapping, not as a file of data
NAMES = (
    "a*b.csv", "a?b.csv", "[a].csv", "{a}.csv", "a'b.csv", 'a"b.csv', "a\nb.csv", "a b .csv", " .csv", "..csv", "😀.csv",
    "é.csv", "%41.csv", "a;b.csv", "-rf.csv", "=1+1.csv", "CON.csv", "a" * 200 + ".csv", "患者.csv", "patient.CSV",
    "p.csv.xlsx", "x.sav.csv", "about.toml", "patient.exe", "patient", "patient.gz", "$HOME.csv", "a\\b.csv", "<b>.csv",
    "\u202ea.csv", "\x7f.csv", "cohort.duckdb",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of broken files, and how many of 10,000 are of it."""

    what: str
    share: int
    make: Callable[[random.Random], Files]


@cache
def _whole(what: str) -> Mapping[str, bytes]:
    found = {"texts": seeds.texts, "workbooks": seeds.workbooks, "others": seeds.others}[what]()
    return {name: content for name, content in found.items() if len(content) < 400_000}


def _broken(what: str, ways: tuple[damages.Damage, ...]) -> Callable[[random.Random], Files]:
    """One file of those, broken in one way, at times in two."""

    def make(chance: random.Random) -> Files:
        name = chance.choice(sorted(_whole(what)))
        content = _whole(what)[name]
        kept = content.index(b"\n") + 1 if what == "texts" and chance.random() < 0.6 else 0  # its header stays whole
        content = content[:kept] + chance.choice(ways)(chance, content[kept:])
        if chance.random() < 0.2 and len(content) < 1_000_000 and what == "texts":
            content = chance.choice(ways)(chance, content)
        return {name: content}

    return make


def _of_reference(chance: random.Random) -> Files:
    files = {path.name: path.read_bytes() for path in seeds.REFERENCE.glob("*.csv")}
    name = chance.choice(sorted(files))
    way = chance.choice((*damages.BYTES, *damages.WRITING, damages.nasty_cells, damages.nested_quotes, damages.columns_moved))
    return files | {name: way(chance, files[name])}


def _of_project(chance: random.Random) -> Files:
    """A REDCap export and its dictionary, one of them broken."""
    project = chance.choice(("longitudinal", "repeating-instruments"))
    files = {path.name: path.read_bytes() for path in (seeds.TESTS / "redcap").glob(f"{project}*.csv")}
    name = chance.choice(sorted(files))
    return files | {name: chance.choice((*damages.BYTES, *damages.CELLS, *damages.SHAPE))(chance, files[name])}


def _with_mapping(chance: random.Random) -> Files:
    name = "m01_patients_cp932.csv"
    way = chance.choice((*damages.BYTES, *damages.BYTES, damages.other_encoding, damages.nested_quotes, damages.nasty_cells))
    return {name: _whole("texts")[name], MAPPING: way(chance, seeds.MAPPING)}


def _with_about(chance: random.Random) -> Files:
    way = chance.choice(
        (*damages.BYTES, damages.other_encoding, damages.nested_quotes, damages.huge_cell, damages.nothing_left)
    )
    return {"patient.csv": seeds.PATIENTS, "about.toml": way(chance, seeds.ABOUT)}


def _misnamed(chance: random.Random) -> Files:
    name = chance.choice((*NAMES, *(f"clinic.{ending}" for ending in ("csv", "xlsx", "xls", "ods", "parquet", "sav", "xpt"))))
    files = {**_whole("others"), **_whole("workbooks"), "patient.csv": seeds.PATIENTS, "again.csv": seeds.PATIENTS}
    return {name: files[chance.choice(sorted(files))]}


def _several(chance: random.Random) -> Files:
    """Several files at once, one of them broken."""
    files = dict(chance.sample(sorted(_whole("texts").items()), 3))
    name = chance.choice(sorted(files))
    return files | {name: chance.choice((*damages.BYTES, *damages.CELLS))(chance, files[name])}


KINDS = (
    Kind("text, bytes", 1_800, _broken("texts", damages.BYTES)),
    Kind("text, encoding", 700, _broken("texts", damages.WRITING)),
    Kind("text, cells", 1_900, _broken("texts", damages.CELLS)),
    Kind("text, shape", 600, _broken("texts", damages.SHAPE)),
    Kind("workbook, bytes", 800, _broken("workbooks", damages.BYTES)),
    Kind("workbook, parts inside", 900, _broken("workbooks", archives.INSIDE)),
    Kind("workbook, bombs", 100, _broken("workbooks", archives.BOMBS)),
    Kind("Parquet, SAS, SPSS, Stata, .xls", 1_500, _broken("others", damages.BYTES)),
    Kind("reference cohort, one table", 300, _of_reference),
    Kind("several files, one broken", 300, _several),
    Kind("REDCap export and dictionary", 200, _of_project),
    Kind("mapping", 500, _with_mapping),
    Kind("about.toml", 200, _with_about),
    Kind("names and endings", 200, _misnamed),
)


def made(kind: Kind, n: int, seed: int) -> Iterator[Files]:
    """So many jobs of a kind; job number k is the same whatever n is."""
    for at in range(n):
        yield kind.make(random.Random(f"{seed}/{kind.what}/{at}"))


def written(files: Files, folder: Path) -> None:
    """The files of a job in a folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
