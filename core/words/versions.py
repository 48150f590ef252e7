"""Published versions in words."""

from core.domain.provenance import Version
from core.words.numbers import count


def version_line(version: Version) -> str:
    """`84c627ff11f58b7a  2026-11-22T14:32:01Z  Synthetic reference cohort: 86 patients, 805 visits (in force)`."""
    rows = f"{count(version.patients, 'patient')}, {count(version.visits, 'visit')}"
    marks = [word for word, on in (("simulated", version.synthetic), ("in force", version.in_force)) if on]
    return f"{version.digest}  {version.published_at}  {version.cohort_name}: {rows} ({', '.join(marks) or 'earlier'})"
