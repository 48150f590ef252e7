"""Ways to break a file: its bytes, its encoding, its cells, its shape."""

import random
from collections.abc import Callable

Damage = Callable[[random.Random, bytes], bytes]
SPECIAL = b"\x00\xff\xfe\r\n\"',;\t|=\x1a\x85\xe3\x80"
ENCODINGS = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "latin-1",
    "utf-7",
    "cp500",
)
NASTY = (
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '"', '""', '"a', "'; DROP TABLE patient; --",
    "<script>alert(1)</script>", "NaN", "inf", "-inf", "1e999", "-0", "0x10", "1_000", "١٢", "１２", "1,5", "1.5.2",
    "0000-00-00", "9999-12-31", "2022-02-30", "令和99年99月99日", "明治1年1月1日", "44562.5", "2958466", "1900-02-29",
    "\u202e123", "\ufeff", "\u0000", "\ud7ff", "\U0001f600", "é" * 300, "$1", "{0}", "%s", "\\", "\\N", "NULL", "None",
    "#REF!", "a\rb", "a\nb", "1" * 400, "9" * 30, "1/0", "..", "/etc/passwd", "~",
)  # fmt: skip


def truncated(chance: random.Random, content: bytes) -> bytes:
    """The file up to somewhere."""
    return content[: chance.randrange(len(content) + 1)]


def flipped(chance: random.Random, content: bytes) -> bytes:
    """A few bytes changed."""
    out = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 100))):
        if out:
            out[chance.randrange(len(out))] = chance.choice(
                (*[chance.randrange(32, 127)] * 6, chance.randrange(256), *SPECIAL[2:10])
            )
    return bytes(out)


def shuffled(chance: random.Random, content: bytes) -> bytes:
    """A stretch with its bytes in another order."""
    first, last = _stretch(chance, content)
    middle = list(content[first:last])
    chance.shuffle(middle)
    return content[:first] + bytes(middle) + content[last:]


def cut_out(chance: random.Random, content: bytes) -> bytes:
    """The file without a stretch."""
    first, last = _stretch(chance, content)
    return content[:first] + content[last:]


def doubled(chance: random.Random, content: bytes) -> bytes:
    """A stretch several times."""
    first, last = _stretch(chance, content)
    return content[:last] + content[first:last] * chance.choice((1, 2, 50)) + content[last:]


def strewn(chance: random.Random, content: bytes) -> bytes:
    """Foreign bytes put in."""
    at = chance.randrange(len(content) + 1)
    n = chance.choice((1, 8, 300))
    foreign = chance.choice((chance.randbytes(n), bytes(chance.randrange(32, 127) for _ in range(n))))
    return content[:at] + foreign + content[at:]


def turned(chance: random.Random, content: bytes) -> bytes:
    """Its two halves in the other order."""
    at = chance.randrange(len(content) + 1)
    return content[at:] + content[:at]


def other_encoding(chance: random.Random, content: bytes) -> bytes:
    """The text in another encoding; at times a half of it in one and a half in another."""
    text = _text(content)
    at = chance.choice((0, 0, chance.randrange(len(text) + 1)))
    before, after = chance.choice(ENCODINGS), chance.choice(ENCODINGS)
    return text[:at].encode(before, "replace") + text[at:].encode(after, "replace")


def wrongly_marked(chance: random.Random, content: bytes) -> bytes:
    """A byte-order mark before what is written otherwise."""
    return (
        chance.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\xef\xbb\xbf\xef\xbb\xbf")) + content
    )


def nasty_cells(chance: random.Random, content: bytes) -> bytes:
    """Cells with what programs trip over; in the header, too."""
    lines = [line.split(",") for line in _text(content).split("\n")]
    for _ in range(chance.choice((1, 5, 40))):
        cells = chance.choice(lines)
        cells[chance.randrange(len(cells))] = chance.choice(NASTY)
    return "\n".join(map(",".join, lines)).encode("utf-8", "replace")


def huge_cell(chance: random.Random, content: bytes) -> bytes:
    """A cell of up to five million letters, in quotation marks or not."""
    lines = _text(content).split("\n")
    letter = chance.choice(("x", "9", "あ", " ", '""', "=", "a,", "\n", "\t"))
    cell = letter * (chance.choice((40_000, 1_000_000, 5_000_000)) // len(letter))
    at = chance.randrange(len(lines))
    lines[at] = lines[at] + "," + chance.choice((f'"{cell}"', cell))
    return "\n".join(lines).encode()


def nested_quotes(chance: random.Random, content: bytes) -> bytes:
    """Quotation marks where they do not belong, paired or not."""
    out = _text(content)
    for _ in range(chance.choice((1, 4, 200))):
        at = chance.randrange(len(out) + 1)
        out = out[:at] + chance.choice(('"', '""', '"""', "'", '","', '"\n"')) + out[at:]
    return out.encode()


def many_columns(chance: random.Random, content: bytes) -> bytes:
    """Up to ten thousand more columns, of other names or all of one."""
    lines = _text(content).split("\n")
    n = chance.choice((300, 1_900, 2_100, 10_000))
    name = chance.choice(("c{}", "SALT_{}M", "ALT week {}", "same", "", "=c{}"))
    lines[0] += "".join("," + name.format(at) for at in range(n))
    fill = chance.choice(("", ",1" * n, ",1" * (n // 2)))
    return "\n".join([lines[0], *(line + fill for line in lines[1:])]).encode()


def many_rows(chance: random.Random, content: bytes) -> bytes:
    """Its rows over and over, or thousands of blank lines."""
    header, _, rest = _text(content).partition("\n")
    rows = chance.choice((rest, "\n", ",\n", "x\n", '"\n"\n'))
    return (header + "\n" + rows * (chance.choice((2_000, 300_000)) // (len(rows) + 1) + 1)).encode()


def other_lines(chance: random.Random, content: bytes) -> bytes:
    """Other ends of lines, other marks between cells."""
    text = _text(content).replace("\n", chance.choice(("\r", "\r\n", "\n\r", "\x85", "\u2028", "\n\n", "\n")))
    return text.replace(",", chance.choice((";", "\t", "|", "、", ", ", ",,", "\x01", ","))).encode()


def columns_moved(chance: random.Random, content: bytes) -> bytes:
    """Columns in another order, left out, or there twice."""
    lines = [line.split(",") for line in _text(content).split("\n")]
    width = len(lines[0])
    order = [chance.randrange(width) for _ in range(chance.randrange(1, 2 * width + 1))]
    return "\n".join(",".join(cells[at] for at in order if at < len(cells)) for cells in lines).encode()


def nothing_left(chance: random.Random, content: bytes) -> bytes:
    """An empty file, one of blanks or NULs, or its header alone."""
    header = content.partition(b"\n")[0]
    return chance.choice(
        (b"", b"\n", b" ", b"\x00" * 5_000, header, header + b"\n", b",,,\n,,,\n", b'"', b"\xff", b"\n" * 70_000)
    )


def _stretch(chance: random.Random, content: bytes) -> tuple[int, int]:
    first = chance.randrange(len(content) + 1)
    return first, min(len(content), first + chance.choice((1, 4, 30, 400, 4_000)))


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932", "utf-16"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


BYTES: tuple[Damage, ...] = (truncated, flipped, shuffled, cut_out, doubled, strewn, turned)
WRITING: tuple[Damage, ...] = (other_encoding, wrongly_marked)
CELLS: tuple[Damage, ...] = (nasty_cells, nasty_cells, nasty_cells, nested_quotes, huge_cell)
SHAPE: tuple[Damage, ...] = (many_columns, many_rows, other_lines, columns_moved, nothing_left)
