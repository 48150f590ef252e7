"""Where numbers come from, in one line."""

from datetime import date
from hashlib import sha256

from core.domain.caption import Caption
from core.domain.filters import CohortFilter
from core.domain.provenance import Provenance
from core.words.numbers import count

SYNTHETIC = "Simulated patients: certifies the software, says nothing about real patients."
LINK = "The address of this page is the link to this view: copy it from the browser."
MORE = "Counts and method"
LIMITS = "Exploratory; not a medical device."


def data_line(source: Provenance, made_on: date) -> str:
    """`Synthetic reference cohort (simulated patients), data version 84c6…, published 2026-11-22; made 2026-11-22.`"""
    simulated = " (simulated patients)" if source.synthetic else ""
    return (
        f"{source.cohort_name}{simulated}, data version {source.version[:8]}, published {source.published_at[:10]}; "
        f"made {made_on.isoformat()}. {LIMITS}"
    )


def in_view(source: Provenance) -> str:
    """`37 of 86 patients in view`."""
    return f"{source.in_view:,} of {count(source.patients, 'patient')} in view"


def behind(words: Caption) -> str:
    """What stands behind the note of a card: the counts and the method, as every file has them, but for the sentences that the
    note says already."""
    sentences = [one.removesuffix(".") for part in (words.counts, words.method) for one in part.split(". ") if one]
    rest = [one for one in sentences if one not in words.note]
    return ". ".join(rest) + "." if rest else ""


def file_stem(what: str, spec: object, cohort: CohortFilter, provenance: Provenance) -> str:
    """A file name without ending: readable, and another for every other question, filter or data version."""
    asked = sha256(f"{spec!r}{cohort.to_query()}".encode()).hexdigest()[:8]
    return f"regrow-{what}-{asked}-{provenance.version[:8]}".replace("<=", "le")
