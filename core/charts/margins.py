"""Margins with room for the words beside an axis.

The library measures these words when they are drawn and then draws the whole chart again, with the room they took. Given that
room at the start it draws once (7 instead of 13 ms); where the estimate falls short, it still makes room itself.
"""

import re
from typing import Any

PAD = 10  # pixels between the words of the vertical axis and the edge
LABELS, TITLE, LINE = 26, 18, 14  # pixels below the plot: of a line of labels, of a title, of another line of labels
NUMBERS, TURNED_TITLE = 38, 16  # pixels left of it: of labels that are numbers, of a title
LEGEND = 46  # pixels above it, of a line of names
SPARE = 1.06
_TAG, _SIZE = re.compile(r"<[^>]*>"), re.compile(r"font-size:(\d+)px")
_WIDTHS = ((0.2, " "), (0.29, ".,:;'|!ijlIft()[]{}-/\\r"), (0.6, "ABCDGHKNOQRU"), (0.83, "mwMW@%"))
_SHARE = {letter: share for share, letters in _WIDTHS for letter in letters}
_OTHERS, _SQUARE = 0.51, 1.0  # of a letter's height; the scripts of East Asia fill a square


def width_of(text: str, size: float) -> float:
    """About how many pixels wide a text of this size is, its longest line where it has many; markup takes no room."""
    return max(_width(line, size) for line in text.split("<br>"))


def _width(line: str, size: float) -> float:
    own = _SIZE.search(line)
    return (float(own[1]) if own else size) * sum(map(_share, _TAG.sub("", line)))


def _share(letter: str) -> float:
    return _SQUARE if letter >= "\u2e80" else _SHARE.get(letter, _OTHERS)


def with_room(traces: list[dict[str, Any]], layout: dict[str, Any], size: float) -> dict[str, Any]:
    """The layout with margins as wide as axes and legend need, at this size of letters, or wider where they were."""
    margin, x, y = layout["margin"], layout["xaxis"], layout["yaxis"]
    room = {"l": _left(y, size), "b": _below(x) if x.get("side") != "top" else 0, "t": LEGEND if _named(traces, layout) else 0}
    return layout | {"margin": margin | {side: max(margin[side], need) for side, need in room.items()}}


def _left(axis: dict[str, Any], size: float) -> int:
    if not _labelled(axis):
        return 0
    texts = axis.get("ticktext")
    letters = axis.get("tickfont", {}).get("size", size)
    labels = max((width_of(text, letters) for text in texts), default=0.0) * SPARE if texts is not None else NUMBERS
    return round(labels + PAD + (TURNED_TITLE if axis.get("title", {}).get("text") else 0))


def _below(axis: dict[str, Any]) -> int:
    if not _labelled(axis):
        return 0
    lines = max((text.count("<br>") for text in axis.get("ticktext") or ()), default=0)
    return 8 + LABELS + LINE * lines + (TITLE if axis.get("title", {}).get("text") else 0)


def _named(traces: list[dict[str, Any]], layout: dict[str, Any]) -> bool:
    """Is there a legend? The library shows one where a trace asks for it, and of two that do not say."""
    said = [trace.get("showlegend") for trace in traces if trace["type"] != "heatmap"]
    return bool(layout.get("showlegend", True) and (True in said or said.count(None) > 1))


def _labelled(axis: dict[str, Any]) -> bool:
    return bool(axis.get("visible", True) and axis.get("showticklabels", True))
