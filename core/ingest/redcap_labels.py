"""Data of a REDCap project with the labels of its dictionary in place of codes, from raw exports and from labelled ones."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.domain.problems import SHOWN, Problem
from core.ingest.findings import warning
from core.ingest.redcap import Dictionary, box
from core.ingest.source import SourceTable
from core.ingest.text_files import plain_lines

TICKED = {"Checked": "1", "Unchecked": "0"}
MOST_TEXTS = 1000  # different ones that are looked at of each column


@dataclass(frozen=True, slots=True)
class _Column:
    """What becomes of a column's texts; of those that are not among them nothing."""

    name: str
    texts: Mapping[str, str]
    unknown: tuple[str, ...] = ()


def labelled(table: SourceTable, dictionary: Dictionary, folder: Path) -> SourceTable:
    """The same table, its rows and columns as they were, written into the folder with labels.

    A text that is a label already stays, and so does one that is neither, which is told. Columns are known by their field's
    name or, in an export with labels as its header, by its label where no two fields share it. Answers that may be ticked
    keep their columns and are 1 or 0.
    """
    plans = _plans(table, dictionary)
    target = folder / f"labels-{len(list(folder.iterdir()))}.csv"
    with target.open("w", encoding="utf-8", newline="") as made:
        reader, writer = plain_lines(table), csv.writer(made, lineterminator="\n")
        writer.writerow(next(reader, []))
        for row in reader:
            writer.writerow([plans[at].texts.get(text, text) if at in plans else text for at, text in enumerate(row)])
    return replace(table, path=target, told=(*table.told, *_told(table, plans)))


def _plans(table: SourceTable, dictionary: Dictionary) -> dict[int, _Column]:
    """What becomes of each column that has codes, by its place in the file."""
    levels, ticks = _by_header(dictionary, dictionary.levels()), set(_ticks(dictionary))
    reader = plain_lines(table)
    header = next(reader, [])
    places = {at: name for at, name in enumerate(header) if name in levels or name in ticks}
    seen: dict[int, set[str]] = {at: set() for at in places}
    for row in reader:
        for at in places:
            if at < len(row) and len(seen[at]) < MOST_TEXTS:
                seen[at].add(row[at])
    coded = {at: levels[name] for at, name in places.items() if name in levels}
    has_labels = any(_is_labels(seen[at], codes) for at, codes in coded.items())
    plans = {at: _column(places[at], seen[at], codes, has_labels) for at, codes in coded.items()}
    return plans | {at: _Column(name, TICKED) for at, name in places.items() if name in ticks}


def _by_header(dictionary: Dictionary, levels: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """The codes of each field under its name, and under its label where no other field has that label or name."""
    uses = Counter(dictionary.labels().values())
    alone = {one.label: one.name for one in dictionary.fields if one.label and uses[one.label] == 1}
    return {label: levels[name] for label, name in alone.items() if name in levels} | dict(levels)


def _ticks(dictionary: Dictionary) -> Iterator[str]:
    """The columns of answers that may be ticked, as both kinds of export name them."""
    for one in dictionary.fields:
        if one.kind == "checkbox":
            for code, label in one.choices:
                yield box(one.name, code)
                yield f"{one.label} (choice={label})"


def _is_labels(seen: set[str], codes: Mapping[str, str]) -> bool:
    """True where a column can only hold labels."""
    texts = seen - {""}
    return bool(texts) and texts <= set(codes.values()) and not texts <= set(codes)


def _column(name: str, seen: set[str], codes: Mapping[str, str], has_labels: bool) -> _Column:
    """A text that is both a code and a label is what the rest of its column is, or else what the rest of the file is."""
    texts, labels = seen - {""}, set(codes.values())
    if texts <= labels and (has_labels or not texts <= set(codes)):
        return _Column(name, {})
    both = {} if texts <= set(codes) else {text: text for text in labels}
    return _Column(name, {**codes, **both}, tuple(sorted(texts - set(codes) - labels)))


def _told(table: SourceTable, plans: Mapping[int, _Column]) -> Iterator[Problem]:
    for plan in plans.values():
        if plan.unknown:
            rule = f"no code and no label of this field in the data dictionary, {len(plan.unknown):,} texts in all"
            remedy = "They were left as they stand. Bring the dictionary that belongs to the data."
            yield replace(warning(table.file, None, plan.unknown[0], rule, remedy), column=plan.name)
    names = [plan.name for plan in plans.values() if any(code != label for code, label in plan.texts.items())]
    if names:
        rule = f"codes are written as the labels of the data dictionary, in {len(names):,} columns"
        remedy = "Columns of a variable with levels are mapped by these labels."
        listed = ", ".join(names[:SHOWN])
        yield Problem(file=table.file, row=None, column=None, found=listed, rule=rule, remedy=remedy, severity="note")
