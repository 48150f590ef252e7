"""The mapping of a clinic as a text that people read and mend (TOML), written and read back without loss.

site = "Kyoto"                  # where the files are of one centre of several, and what stands before its identifiers
prefix = "KYO-"

[[source]]
title = "患者一覧"

[[source.rows]]                 # one for each kind of row that the source holds
table = "patient"
columns = {patient_id = "患者ID", age_years = "年齢", "stop_month as a date" = "中止日"}

[[source.rows]]
table = "visit"
beside_others = true            # several visits beside each other in one row of the source
columns = {patient_id = "患者ID", salt = "SALT_3M"}
always = {month = "3"}

[values.sex]                    # what the clinic's words stand for; "" for not recorded
"１" = "M"

[values.month]                  # events of a project whose name does not say their month
"visit_2_arm_1" = "3"

[identifiers]                   # keep, drop, hash (identifiers of patients) or shift (dates), by column or variable
"カルテ番号" = "hash"
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from core.domain.catalogue import Catalogue
from core.domain.errors import DataError
from core.domain.mapping import ImportMapping, Pairs, RowMapping, SourceMapping
from core.domain.variable import Table

LARGEST = 1_000_000  # characters
PLAIN = {**{chr(code): f"\\u{code:04x}" for code in (*range(32), 127)}, "\\": "\\\\", '"': '\\"'}


def as_toml(mapping: ImportMapping) -> str:
    """The text of a mapping."""
    return "\n".join(["# How the files of this clinic become the tables of the cohort.", *_lines(mapping), ""])


def from_toml(text: str, catalogue: Catalogue) -> ImportMapping:
    """The mapping that a text describes. Raises DataError with what is wrong in it, and where."""
    try:
        if len(text) > LARGEST:
            raise ValueError(f"it is longer than {LARGEST:,} characters")
        content = tomllib.loads(text)
        _only(content, {"site", "prefix", "source", "values", "identifiers"}, "the mapping")
        sources = tuple(_source(catalogue, one) for one in _list(content.get("source", []), "source"))
        values = _mapping(content.get("values", {}), "values")
        return ImportMapping(
            sources=sources,
            values=tuple(_values(catalogue, name, words) for name, words in values.items()),
            identifiers=tuple(_mapping(content.get("identifiers", {}), "identifiers").items()),
            site=_string(content, "site"),
            prefix=_string(content, "prefix"),
        )
    except (ValueError, RecursionError) as error:  # TOML's own errors are of the first kind
        raise DataError(
            f"The mapping cannot be used: {error}. Correct it, or leave it out and map the columns anew."
        ) from error


def _lines(mapping: ImportMapping) -> Iterator[str]:
    yield from [f"{name} = {as_string(text)}" for name in ("site", "prefix") if (text := getattr(mapping, name))]
    for source in mapping.sources:
        if source.rows:
            yield from ("", "[[source]]", f"title = {as_string(source.title)}")
        for row in source.rows:
            yield from ("", "[[source.rows]]", f"table = {as_string(row.table)}")
            if row.spread:
                yield "beside_others = true"
            if row.repeated:
                yield "put_together = true"
            yield f"columns = {_pairs(row.columns)}"
            if row.constants:
                yield f"always = {_pairs(row.constants)}"
    yield from _word_lines(mapping)


def _word_lines(mapping: ImportMapping) -> Iterator[str]:
    for name, words in mapping.values:
        yield from ("", f"[values.{_key(name)}]", *(f"{as_string(found)} = {as_string(value)}" for found, value in words))
    if mapping.identifiers:
        yield from ("", "[identifiers]", *(f"{as_string(name)} = {as_string(said)}" for name, said in mapping.identifiers))


def _pairs(pairs: Pairs) -> str:
    return "{" + ", ".join(f"{_key(name)} = {as_string(text)}" for name, text in pairs) + "}"


def _key(name: str) -> str:
    return name if name and name.isascii() and name.replace("_", "").isalnum() else as_string(name)


def as_string(text: str) -> str:
    """A text as TOML writes it."""
    return '"' + "".join(PLAIN.get(letter, letter) for letter in text) + '"'


def _source(catalogue: Catalogue, content: object) -> SourceMapping:
    found = _mapping(content, "a source")
    _only(found, {"title", "rows"}, "a source")
    title = found.get("title", "")
    if not isinstance(title, str):
        raise ValueError(f"the title {title!r} of a source is no text")
    return SourceMapping(title=title, rows=tuple(_row(catalogue, one) for one in _list(found.get("rows", []), "rows")))


def _row(catalogue: Catalogue, content: object) -> RowMapping:
    found = _mapping(content, "rows")
    _only(found, {"table", "columns", "always", "beside_others", "put_together"}, "rows")
    table = next((one for one in catalogue.tables if one.name == found.get("table")), None)
    if table is None:
        names = ", ".join(one.name for one in catalogue.tables)
        raise ValueError(f"there is no table {found.get('table')!r}; the tables are {names}")
    columns, always = _named(table, found.get("columns", {})), _named(table, found.get("always", {}))
    spread, repeated = found.get("beside_others") is True, found.get("put_together") is True
    return RowMapping(table=table.name, columns=columns, constants=always, spread=spread, repeated=repeated)


def _named(table: Table, content: object) -> Pairs:
    """Pairs of a variable of the table, or of a form of it, and a text."""
    known = {form.name for one in table for form in one.forms}
    pairs = _mapping(content, f"the columns of {table.name}")
    for name, text in pairs.items():
        if name not in known:
            raise ValueError(f"{table.name} has no {name!r}; it has {', '.join(one.name for one in table)}")
        if not isinstance(text, str):
            raise ValueError(f"{text!r} for {name} is no text; write it in quotation marks")
    return tuple(pairs.items())


def _values(catalogue: Catalogue, name: str, content: object) -> tuple[str, Pairs]:
    variable = next((one for table in catalogue.tables for one in table if one.name == name), None)
    if variable is None:
        raise ValueError(f"values are given for {name!r}, which is no variable of the data model")
    words = _mapping(content, f"the values of {name}")
    allowed = {"", *(level.value for level in variable.choices)}
    for found, value in words.items():
        if not isinstance(value, str) or (variable.choices and value not in allowed):
            raise ValueError(f"{found!r} of {name} stands for {value!r}, which is none of {', '.join(sorted(allowed - {''}))}")
    return name, tuple(words.items())


def _string(content: Mapping[str, Any], name: str) -> str:
    found = content.get(name, "")
    if not isinstance(found, str):
        raise ValueError(f"the {name} {found!r} is no text; write it in quotation marks")
    return found


def _mapping(content: object, what: str) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise ValueError(f"{what} must be a table of names and texts, not {content!r}")
    return content


def _list(content: object, what: str) -> list[object]:
    if not isinstance(content, list):
        raise ValueError(f"{what} must be written as [[{what}]]")
    return content


def _only(content: Mapping[str, Any], known: set[str], what: str) -> None:
    if unknown := sorted(set(content) - known):
        raise ValueError(f"{what} has {', '.join(unknown)}, which is not known; known are {', '.join(sorted(known))}")
