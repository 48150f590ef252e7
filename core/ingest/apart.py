"""Reads a file in a process of its own, so that one that was made to break its reader breaks nothing else.

The readers of statistics programs' files are written in C: 21 of 30,000 files with a few bytes changed ended the process, and
a small file of any kind can ask for more memory than there is. The process has limits and hands back its tables as JSON.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.domain.errors import DataError
from core.domain.problems import Problem
from core.ingest.damage import SAVE
from core.ingest.findings import refused
from core.ingest.source import SourceTable

ROOT = Path(__file__).resolve().parents[2]
READERS: Mapping[str, str] = {
    ".xlsx": "xlsx_sheets",
    ".xlsm": "xlsx_sheets",
    ".xls": "xls_sheets",
    ".ods": "ods_sheets",
    ".parquet": "parquet_files",
    ".xpt": "statistics_files",
    ".sas7bdat": "statistics_files",
    ".sav": "statistics_files",
    ".zsav": "statistics_files",
    ".por": "statistics_files",
    ".dta": "statistics_files",
}
LONGEST = 600.0  # seconds
MEMORY = 6 << 30  # bytes of addresses, of which a good part is never used
WRITTEN = 8 << 30  # bytes of a table
ANSWER = "tables.json"
FEW_THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}


def read(path: Path, folder: Path, longest: float = LONGEST) -> tuple[SourceTable, ...]:
    """The tables of a file by its ending, written into the folder. Raises DataError, also where its reader died or hangs."""
    if path.suffix.lower() not in READERS:
        raise refused(path.name, "a kind of file that is not read", f"These are: {', '.join(READERS)}.")
    answer = folder / ANSWER
    answer.unlink(missing_ok=True)
    command = [sys.executable, "-m", __name__, str(path.absolute()), str(folder.absolute()), str(int(longest) + 1)]
    try:
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **FEW_THREADS, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=longest,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise refused(path.name, f"not read within {longest:,.0f} seconds", SAVE) from error
    except subprocess.CalledProcessError as error:
        raise refused(path.name, "its reader broke down over it: the file is damaged, or too large", SAVE) from error
    return _answered(folder, json.loads(answer.read_text(encoding="utf-8")))


def _answered(folder: Path, answer: Mapping[str, Any]) -> tuple[SourceTable, ...]:
    if answer["refused"] is not None:
        raise DataError(answer["refused"], tuple(Problem(**one) for one in answer["problems"]))
    return tuple(
        SourceTable(
            **{
                **table,
                "path": folder / Path(table["path"]).name,
                "columns": tuple(table["columns"]),
                "identifiers": tuple(table["identifiers"]),
                "labels": tuple((column, label) for column, label in table["labels"]),
                "told": tuple(Problem(**one) for one in table["told"]),
            }
        )
        for table in answer["tables"]
    )


def _answer(path: Path, folder: Path) -> dict[str, Any]:
    """What the process hands back: the tables, or the words of a refusal with its problems."""
    reader = importlib.import_module(f"core.ingest.{READERS[path.suffix.lower()]}")
    try:
        tables = reader.read(path, folder)
    except DataError as error:
        return {"refused": str(error), "problems": [asdict(one) for one in error.problems], "tables": []}
    return {"refused": None, "problems": [], "tables": [asdict(one) | {"path": one.path.name} for one in tables]}


def _limit(seconds: int) -> None:
    """Where the system can: so much time of the processor, so many addresses, and no file of a crash."""
    try:
        import resource
    except ImportError:  # Windows: the time that the caller waits is the one limit
        return
    wanted = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_AS: MEMORY, resource.RLIMIT_FSIZE: WRITTEN, resource.RLIMIT_CORE: 0}
    for what, most in wanted.items():
        highest = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if highest == resource.RLIM_INFINITY else min(most, highest), highest))


def main(arguments: list[str]) -> None:
    """The process: reads one file and leaves its answer in the folder."""
    path, folder, seconds = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    _limit(seconds)
    (folder / ANSWER).write_text(json.dumps(_answer(path, folder)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
