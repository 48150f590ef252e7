"""Files that came through the browser, put where the readers find them: nothing of their names but the name is kept."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

from core.domain.errors import DataError
from core.ingest.files import ENDINGS

MAPPING = ".toml"
TAKEN = (*ENDINGS, MAPPING)
MOST_FILES = 50
MOST_BYTES = 500_000_000  # of all files; what is larger is imported by the command line, which need not hold it in memory
LONGEST_NAME = 150  # bytes
UNWANTED = frozenset('<>:"/\\|?*')  # what some system does not allow in the name of a file


def stored(files: Iterable[tuple[str, bytes]], folder: Path) -> tuple[Path, ...]:
    """Writes the files into the folder, under their own names. Raises DataError where they are too many, too large or alike."""
    paths: list[Path] = []
    size = 0
    for name, content in files:
        path = folder / safe_name(name)
        size += len(content)
        if path.suffix.lower() not in TAKEN:
            raise DataError(f"{path.name!r} is no file that can be read. Choose files that end in {', '.join(TAKEN)}.")
        if path in paths:
            raise DataError(f"There are two files called {path.name!r}. Leave the one that counts.")
        if len(paths) == MOST_FILES or size > MOST_BYTES:
            most = f"{MOST_FILES} files or {MOST_BYTES // 1_000_000} MB"
            raise DataError(f"More than {most} at a time. Import them with the command line: python -m core import.")
        path.write_bytes(content)
        paths.append(path)
    return tuple(paths)


def safe_name(name: str) -> str:
    """The last part of a name, without what could lead elsewhere or be no name on some system."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable() and c not in UNWANTED).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{_cut(stem)}{dot}{ending[:10]}" if stem else _cut(plain) or "file"


def _cut(text: str) -> str:
    return text.encode()[:LONGEST_NAME].decode(errors="ignore")
