"""Workbooks that are broken inside, or made to break what unpacks them."""

import io
import random
import re
import zipfile
from collections.abc import Callable

from bench.broken.damages import BYTES, NASTY

Entries = dict[str, bytes]


def part_broken(chance: random.Random, content: bytes) -> bytes:
    """One part of the archive with its bytes broken, the archive whole."""
    entries = _unpacked(content)
    name = chance.choice(list(entries))
    entries[name] = chance.choice(BYTES)(chance, entries[name])
    return _packed(entries)


def part_gone(chance: random.Random, content: bytes) -> bytes:
    """A part that is missing, or stands in the place of another."""
    entries = _unpacked(content)
    name = chance.choice(list(entries))
    if chance.random() < 0.5:
        del entries[name]
    else:
        entries[name] = entries[chance.choice(list(entries))]
    return _packed(entries)


def part_spoiled(chance: random.Random, content: bytes) -> bytes:
    """Numbers and words of a sheet in place of others."""
    entries = _unpacked(content)
    name = chance.choice([one for one in entries if "sheet" in one or "content" in one or "shared" in one] or list(entries))
    text = entries[name].decode("utf-8", "replace")
    for _ in range(chance.choice((1, 5, 20))):
        words = [
            word for word in ("<v>", 'r="', 't="', 's="', "<t>", 'value="', "<text:p>", 'count="', 'ref="') if word in text
        ]
        if words:
            places = [one.end() for one in re.finditer(re.escape(chance.choice(words)), text)]
            at = chance.choice(places)
            text = text[:at] + chance.choice((*NASTY, "-1", "999999999", "XFD1048576", "A0")) + text[at:]
    entries[name] = text.encode("utf-8", "replace")
    return _packed(entries)


def bomb(chance: random.Random, content: bytes) -> bytes:
    """A part that unpacks to hundreds of times its size."""
    entries = _unpacked(content)
    name = chance.choice([one for one in entries if one.endswith(".xml")])
    size = chance.choice((20_000_000, 200_000_000, 600_000_000))
    filling = chance.choice((b" ", b"<row/>", b"<!-- -->", b"<row><c><v>1</v></c></row>"))
    at = entries[name].rfind(b"</")
    entries[name] = entries[name][:at] + filling * (size // len(filling)) + entries[name][at:]
    return _packed(entries)


def many_entries(chance: random.Random, content: bytes) -> bytes:
    """Thousands of parts, or one archive within the other."""
    entries = _unpacked(content)
    if chance.random() < 0.3:
        return _packed({"inner.zip": _packed({"inner.zip": content, **entries}), **entries})
    return _packed(entries | {f"x{at}.xml": b"<a/>" for at in range(chance.choice((1_000, 20_000)))})


def entities(chance: random.Random, content: bytes) -> bytes:
    """Entities that grow, or name a file of the machine."""
    entries = _unpacked(content)
    name = chance.choice([one for one in entries if one.endswith(".xml")])
    grown = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    outside = '<!ENTITY e9 SYSTEM "file:///etc/passwd">'
    doctype = f'<!DOCTYPE a [<!ENTITY e0 "ha">{chance.choice((grown, outside))}]>'.encode()
    head, mark, body = entries[name].rpartition(b"?>")
    entries[name] = head + mark + doctype + body.replace(b"</", b"&e9;</", 1)
    return _packed(entries)


def wide_sheet(chance: random.Random, content: bytes) -> bytes:
    """A sheet that says it has cells at the end of the world, or repeats a cell or row a million times."""
    entries = _unpacked(content)
    for name, text in entries.items():
        if "sheet1" in name:
            n, end = chance.choice((("1048576", "XFD1048576"), ("5", "XFD5"), ("99999999", "ZZZZ99999999")))
            more = f'<row r="{n}"><c r="{end}" t="str"><v>x</v></c></row></sheetData>'.encode()
            entries[name] = text.replace(b"</sheetData>", more)
        if name == "content.xml":
            n = chance.choice(("16384", "1048576", "2000000000", "-1"))
            kind = chance.choice((b"row", b"cell"))
            what = f'<table:table-{kind.decode()} table:number-{"rows" if kind == b"row" else "columns"}-repeated="{n}"'
            entries[name] = text.replace(b"<table:table-" + kind, what.encode(), 2)
    return _packed(entries)


def _unpacked(content: bytes) -> Entries:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {one: packed.read(one) for one in packed.namelist()}


def _packed(entries: Entries) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return target.getvalue()


INSIDE: tuple[Callable[[random.Random, bytes], bytes], ...] = (part_broken, part_broken, part_gone, part_spoiled, part_spoiled)
BOMBS: tuple[Callable[[random.Random, bytes], bytes], ...] = (bomb, many_entries, entities, wide_sheet)
