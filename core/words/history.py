"""The history of versions in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.history import HistoryEntry, Release, SourceFile, Versions
from core.domain.provenance import Version
from core.words.numbers import NONE, count
from core.words.provenance import LIMITS
from core.words.versions import minute, version_line

STATES = {
    "in force": "In force",
    "earlier": "Earlier",
    "outdated": "Made for another data model",
    "unreadable": "Cannot be read",
}
ACTIONS = {"published": "Published", "put back": "Put in force again", "removed": "Removed"}
TITLE, EVENTS, SOURCES = "Versions", "Everything that was done", "Files and mapping"
CHOOSE = "Compare with the version in force"
UNREADABLE = "The file of this version is damaged or of another program. It cannot be compared or put in force."
ONE_ONLY = "There is one version. The next import will be compared with it here."
PUT_BACK, REMOVE, REMOVE_THIS = "Put this version in force", "Remove", "Remove this version"
READ_ONLY = "Versions can be looked at here, and not be changed (setting REGROW_READ_ONLY)."
UNTOLD = "The history does not say which files this version was made from, or by which mapping."
YOUR_NAME, NAME_NEEDED = "Your name, for the history", "Write your name: the history says who it was."
CONFIRM_PUT_BACK = (
    "Everybody who uses this dashboard sees this version from their next click. The present one stays in the list."
)
CONFIRM_REMOVE = "The file of this version is deleted for good. The history keeps that it was there."
HELD = "It could not be removed: a program has it open, or the right is missing. Stop the dashboard and try again."
NOTE = "The one in force is what everybody sees. Earlier ones stay until somebody removes them."
FILES_NAMED = 3
SIZES = ((1_000_000, "MB"), (1_000, "kB"))


def short(digest: str) -> str:
    """The eight digits a version is known by."""
    return digest[:8]


def sources_words(sources: tuple[SourceFile, ...], most: int = FILES_NAMED) -> str:
    """`patient.csv, visit.csv and 3 more`; a dash where none is told."""
    named = [one.name for one in sources]
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return f"{', '.join(named[:most])}{more}" or NONE


def release_sources(release: Release, most: int = FILES_NAMED) -> str:
    """The files a version was made from: as the history has them, else as the version names them."""
    if release.entry and release.entry.sources:
        return sources_words(release.entry.sources, most)
    named = release.version.sources if release.version else ()
    return sources_words(tuple(SourceFile(name=one, bytes=0, sha256="") for one in named), most)


def release_words(release: Release) -> str:
    """`e42653a3, 2026-11-23 10:05 UTC by Ann`, and what is wrong with it."""
    when = f", {minute(release.at)}" if release.at else ""
    by = f" by {release.entry.who}" if release.entry else ""
    state = {"earlier": ""}.get(release.state, f" ({STATES[release.state].lower()})")
    return f"{short(release.digest)}{when}{by}{state}"


def chosen_words(release: Release) -> str:
    """The version somebody is about to put back or to remove."""
    version = release.version
    cohort = f": {version.cohort_name}, {count(version.patients, 'patient')}" if version else ""
    return f"{release_words(release)}{cohort}"


def size_words(n: int) -> str:
    """`12.3 kB`."""
    return next((f"{n / unit:.1f} {name}" for unit, name in SIZES if n >= unit), f"{n:,} B")


def rows_words(entry: HistoryEntry | None) -> str:
    """`7,004 taken, 0 left out`; nothing where no rows came in."""
    if entry is None or entry.taken is None or entry.left_out is None:
        return ""
    return f"{count(entry.taken, 'row')} taken, {entry.left_out:,} left out"


def release_lines(release: Release) -> str:
    """A version on the command line, and below it by whom and from which files."""
    entry = release.entry
    first = _first_line(release)
    if entry is None:
        return first
    files = [f"{one.name} ({size_words(one.bytes)}, SHA-256 {one.sha256[:12]}…)" for one in entry.sources]
    site = [f"of {entry.site}, added or replaced"] if entry.site else []
    told = [f"by {entry.who}", *site, *([f"from {', '.join(files)}"] if files else []), rows_words(entry)]
    return f"{first}\n    {'; '.join(filter(None, told))}"


def _first_line(release: Release) -> str:
    if release.version is None or release.state == "unreadable":
        return f"{release.digest}  {STATES['unreadable'].lower()}"
    note = f"; {STATES['outdated'].lower()}" if release.state == "outdated" else ""
    return version_line(release.version) + note


def event_line(entry: HistoryEntry) -> str:
    """`2026-11-23 10:05 UTC  Ann: put in force again e42653a3 Clinic A`."""
    site = f" (site {entry.site}, added or replaced)" if entry.site else ""
    said = f"{minute(entry.at)}  {entry.who}: {ACTIONS[entry.action].lower()} {short(entry.digest)} {entry.cohort_name}"
    return said.rstrip() + site


def put_back_words(version: Version, who: str) -> str:
    """What is said of a version that was put in force again."""
    return f"Put in force by {who}: {version_line(version)}"


def removed_words(digests: tuple[str, ...], held: tuple[str, ...]) -> str:
    """What was removed, and what was not."""
    gone = f"Removed {count(len(digests), 'version')}: {', '.join(digests)}." if digests else "Nothing was removed."
    return f"{gone} Still there, open in a program or without the right: {', '.join(held)}. {HELD}" if held else gone


def finding(found: Versions) -> str:
    """How many versions there are and who published the one in force, when."""
    current = next((one for one in found.releases if one.state == "in force"), None)
    said = f"{count(len(found.releases), 'version')}."
    if current is None:
        return said
    by = f" by {current.entry.who}" if current.entry else ""
    return f"{said} In force: {short(current.digest)}, published {minute(current.at)}{by}."


def caption(found: Versions, version: Version, made_on: date, title: str = TITLE) -> Caption:
    """Everything that stands around a list of versions or events."""
    return Caption(
        title=title,
        heading=title,
        note=NOTE if title == TITLE else finding(found),
        alt=f"{title}. {finding(found)}",
        cohort=version.cohort_name,
        counts="",
        method="",
        data=f"Made {made_on.isoformat()}. {LIMITS}",
        synthetic=version.synthetic,
        how=(("Versions", WHAT),),
        file_stem=f"regrow-{title.split()[0].lower()}-{short(version.digest)}",
    )


WHAT = (
    "Every import makes a version that never changes: a file named by the digest of its content. One of them is in force. "
    "Earlier ones stay until somebody removes them. The history has a line for each publication, putting back and removal."
)
