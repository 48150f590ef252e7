"""Text files as clinics save them, brought into the one form that is checked: UTF-8, commas, decimal points.

A file is rewritten cell by cell and row by row, so that its rows keep their numbers; nothing but the decimal mark of whole
numeric cells is changed. Files of any size are read in pieces.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from core.domain.errors import DataError
from core.domain.problems import Problem
from core.domain.text_form import TextForm

PIECE = 1 << 20  # bytes
SEPARATORS = (",", ";", "\t", "|")  # of equally many the first
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CODECS = ("utf-8", "cp932")
_NULL = re.compile("\0")
_NO_TEXT = re.compile("[\0\x80\xa0\uf8f0-\uf8f3]")  # nulls, and bytes to which cp932 gives no character
_COMMA, _POINT = re.compile(r"\s*[+-]?\d+,\d+\s*"), re.compile(r"\s*[+-]?\d+\.\d+\s*")
_QUOTED = re.compile(r'"[^"]*"')


def form_of(path: Path) -> TextForm:
    """How a file is written, from all of it.

    A byte-order mark names the encoding; without one it is UTF-8, else the cp932 of Japanese Windows where every byte is in it.
    Cells are separated by the mark the first line has most of. The comma is a decimal mark where it does not separate cells,
    some cell is a number with a comma and none is one with a point. Raises DataError where the file cannot be read so.
    """
    try:
        encoding = _encoding(path)
        separator = _separator(path, encoding)
        decimal = "." if separator == "," else _decimal(path, encoding, separator)
    except OSError as error:
        raise _unreadable(path, f"cannot be opened ({error.strerror})") from error
    return TextForm(encoding=encoding, separator=separator, decimal=decimal)


def rewritten(path: Path, form: TextForm, folder: Path) -> Path:
    """The same table under the same name in another folder, in the plain form."""
    plain = folder / path.name
    with plain.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        for row in _rows(path, form.encoding, form.separator):
            writer.writerow(row if form.decimal == "." else [_with_point(cell) for cell in row])
    return plain


def _encoding(path: Path) -> str:
    with path.open("rb") as handle:
        start = handle.read(4)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    for name in (marked,) if marked else CODECS:
        if _decodes(path, name):
            return name
    raise _unreadable(
        path, f"neither UTF-8 nor {'the Shift JIS of Windows (cp932)' if not marked else 'what its first bytes say'}"
    )


def _decodes(path: Path, encoding: str) -> bool:
    """True where every byte of the file is in the encoding, and none of what they stand for is no text."""
    decoder, unwanted = codecs.getincrementaldecoder(encoding)(), _NO_TEXT if encoding == "cp932" else _NULL
    try:
        with path.open("rb") as handle:
            while piece := handle.read(PIECE):
                if unwanted.search(decoder.decode(piece)):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(path: Path, encoding: str) -> str:
    with path.open(encoding=_opening(encoding), newline="") as handle:
        first = _QUOTED.sub("", handle.readline(PIECE))
    found = Counter({mark: first.count(mark) for mark in SEPARATORS})
    return found.most_common(1)[0][0]


def _decimal(path: Path, encoding: str, separator: str) -> str:
    commas = False
    for row in _rows(path, encoding, separator):
        if any(_POINT.fullmatch(cell) for cell in row):
            return "."
        commas = commas or any(_COMMA.fullmatch(cell) for cell in row)
    return "," if commas else "."


def _rows(path: Path, encoding: str, separator: str) -> Iterator[list[str]]:
    with path.open(encoding=_opening(encoding), newline="") as handle:
        reader = csv.reader(handle, delimiter=separator, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise _unreadable(path, f"not readable as a table ({error})", reader.line_num) from error


def _opening(encoding: str) -> str:
    """The codec that passes over a byte-order mark."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _with_point(cell: str) -> str:
    return cell.replace(",", ".") if _COMMA.fullmatch(cell) else cell


def _unreadable(path: Path, rule: str, row: int | None = None) -> DataError:
    remedy = "Save it as CSV in UTF-8, with every quotation mark closed."
    found = Problem(file=path.name, row=row, column=None, found=None, rule=rule, remedy=remedy)
    place = path.name + (f", row {row}" if row else "")
    return DataError(f"Nothing was published. {place}: {rule}. {remedy}", (found,))
