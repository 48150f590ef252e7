"""Published versions in words."""

from datetime import UTC, datetime

from core.domain.provenance import Version
from core.words.numbers import count
from core.words.provenance import SYNTHETIC

PSEUDONYMS = "Patients are called by pseudonyms, not as in the files."
SHIFTED = "The dates of each patient are 1 to 365 days earlier than they were, by one number for each; durations are unchanged."


def version_line(version: Version) -> str:
    """`84c627ff11f58b7a  2026-11-22 14:32 UTC  Synthetic reference cohort: 86 patients, 805 visits (in force)`."""
    rows = f"{count(version.patients, 'patient')}, {count(version.visits, 'visit')}"
    said = {
        "simulated": version.synthetic,
        "pseudonyms": version.pseudonyms,
        "dates shifted": version.dates_shifted,
        "in force": version.in_force,
    }
    marks = [word for word, on in said.items() if on]
    return f"{version.digest}  {minute(version.published_at)}  {version.cohort_name}: {rows} ({', '.join(marks) or 'earlier'})"


def minute(moment: str) -> str:
    """An ISO date-time to the minute, in UTC: `2026-11-22 14:32 UTC`."""
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def version_sentences(version: Version) -> tuple[str, ...]:
    """What a version says of itself, for the definitions page."""
    rows = [
        count(version.patients, "patient"),
        count(version.visits, "visit"),
        count(version.adverse_events, "adverse event"),
        count(version.labs, "laboratory value"),
    ]
    months = ", ".join(map(str, version.months))
    return (
        f"{version.cohort_name}, version {version.digest}, published {minute(version.published_at)}.",
        f"{', '.join(rows)}. Months with visits: {months}.",
        f"Made from {', '.join(version.sources)}.",
        *([SYNTHETIC] if version.synthetic else []),
        *([PSEUDONYMS] if version.pseudonyms else []),
        *([SHIFTED] if version.dates_shifted else []),
    )
