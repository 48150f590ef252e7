"""The months that the events of a project's plan stand for, as REDCap names them in raw and in labelled exports.

A raw name is the first 18 letters of the event without its marks, and its arm (month_3_arm_1); a labelled one is the event, and
its arm in brackets where there are several: "Month 3 (Arm 1: Drug A)".
"""

import re

from core.domain.cells import Reading
from core.ingest.cells import folded
from core.ingest.column_names import at_visit

CUT = 18  # letters of a raw name; one as long as that may have lost its end: treatments_month_1 is month 12, too
_RAW = re.compile(r"(?P<event>\w+?)_arm_\d+(?P<again>[a-z]*)")
_LABELLED = re.compile(r"(?P<event>.*?)\s*\(Arm \d+: .*\)")
_PLAIN = re.compile(r"[\w\s.]+")  # no other marks: "Month -1" is before, "Month 3-6" a stretch
_SEVERAL = re.compile(r"\d\s+\d")  # "1 2 weeks" may be one to two
_VISIT = re.compile(r"\s+(?:visit|assessment)$", re.IGNORECASE)
_STEM = re.compile(r"(?:study\s)?(?:(?:visit|assessment|v)\s?\d{0,2})?", re.IGNORECASE)


def month_of(found: str) -> Reading | None:
    """The month of an event whose name can mean one only; None for any other (visit_2, screening, follow_up_month_3)."""
    name = _bare(folded(found).strip())
    if not _PLAIN.fullmatch(name) or _SEVERAL.search(name):
        return None
    at = at_visit(_VISIT.sub("", name))
    if not at or not _STEM.fullmatch(at.stem):
        return None
    meant = f"week {at.week}, month {at.month}" if at.week else f"month {at.month}"
    return Reading(at.month, f"the event {found!r} is {meant}")


def _bare(text: str) -> str:
    """An event without its arm, in words; empty where that leaves in doubt which event it is."""
    raw, labelled = _RAW.fullmatch(text), _LABELLED.fullmatch(text)
    if raw:
        return "" if raw["again"] or len(raw["event"]) >= CUT else raw["event"].replace("_", " ")
    return labelled["event"] if labelled else text
