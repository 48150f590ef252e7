"""A synthetic registry on disk: the four tables of the data model and about.toml, written block by block.

The same arguments give the same bytes (with the same numpy). Every block of 50,000 patients has random numbers of its
own, drawn from the seed and the block's place, one stream a table; so memory does not grow with the registry, and leaving
out the blood tests changes nothing else.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv

from core.catalogue import current
from core.domain.errors import RequestError
from core.synthesis.course import visit_table
from core.synthesis.people import draw_people, patient_table
from core.synthesis.safety import event_table, lab_table

BLOCK = 50_000  # patients; part of what a seed means
TABLES = ("patient", "visit", "adverse_event", "lab")
LAST_MONTH = 600
MOST_CENTRES = 10_000
MOST_PATIENTS = 99_999_999  # eight digits in an identifier


def synthesize(
    patients: int,
    seed: int,
    out: Path,
    months: tuple[int, ...] = (0, 3, 6, 9, 12),
    centres: int = 12,
    labs: bool = True,
) -> None:
    """Writes patient.csv, visit.csv, adverse_event.csv, lab.csv and about.toml into the folder `out`, which is made.

    `months` are the planned visits; without `labs`, lab.csv has a header only. Raises RequestError for a registry that
    cannot be.
    """
    _check(patients, seed, months, centres)
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = {name: stack.enter_context((out / f"{name}.csv").open("wb")) for name in TABLES}
        for name, file in files.items():
            file.write((",".join(variable.name for variable in current().table(name)) + "\n").encode())
        for number, block in enumerate(_blocks(patients)):
            for name, table in _tables((seed, number), block, months, centres, labs):
                _append(files[name], name, table)
    (out / "about.toml").write_text(_about(patients), encoding="utf-8", newline="\n")


def _blocks(patients: int) -> Iterator[tuple[int, int]]:
    """The number of the first patient of each block, and how many it has."""
    for first in range(1, patients + 1, BLOCK):
        yield first, min(BLOCK, patients + 1 - first)


def _tables(
    place: tuple[int, int], block: tuple[int, int], months: tuple[int, ...], centres: int, labs: bool
) -> Iterator[tuple[str, pa.Table]]:
    seed, number = place
    streams = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number, use))) for use in range(5)]
    people = draw_people(streams[0], block, centres, max(months))
    yield "patient", patient_table(streams[1], people, centres)
    yield "visit", visit_table(streams[2], people, months)
    yield "adverse_event", event_table(streams[3], people)
    if labs:
        yield "lab", lab_table(streams[4], people)


def _append(file: BinaryIO, name: str, table: pa.Table) -> None:
    """Adds the rows to the file in the order of the catalogue's columns. No text needs quotes."""
    ordered = table.select([variable.name for variable in current().table(name)])
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
    pyarrow.csv.write_csv(ordered, file, options)


def _about(patients: int) -> str:
    return f'name = "Synthetic registry of {patients:,} patients"\nsynthetic = true\nreference = ""\n'


def _check(patients: int, seed: int, months: tuple[int, ...], centres: int) -> None:
    if not 1 <= patients <= MOST_PATIENTS:
        raise RequestError(f"A registry has from 1 to {MOST_PATIENTS:,} patients; {patients} were asked for.")
    if seed < 0:
        raise RequestError(f"The seed is a whole number from 0 upward; {seed} was given.")
    if not 1 <= centres <= MOST_CENTRES:
        raise RequestError(f"A registry has from 1 to {MOST_CENTRES:,} centres; {centres} were asked for.")
    if not months or months[0] != 0 or list(months) != sorted(set(months)) or months[-1] > LAST_MONTH:
        given = ", ".join(map(str, months)) or "none"
        raise RequestError(f"Visit months rise from 0 to at most {LAST_MONTH}, each once; given: {given}.")
