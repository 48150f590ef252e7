"""The patients of a group in words."""

from datetime import date

from core.domain.caption import Caption
from core.domain.catalogue import Catalogue
from core.domain.members import Members
from core.domain.rates import RateResult
from core.words.cohort import filter_sentence
from core.words.numbers import count
from core.words.provenance import data_line
from core.words.rates import question, window_words


def members_caption(catalogue: Catalogue, result: RateResult, found: Members, made_on: date) -> Caption:
    """Everything that stands around the list."""
    group = found.title or "all in view"
    listed = f"; the first {len(found.rows)} are listed" if found.total > len(found.rows) else ""
    title = f"Who they are: {group}"
    counted = f"{count(found.total, 'patient')} in view in this group{listed}."
    made = f"Counts as: {question(result.spec)}, {window_words(result.spec)}."
    return Caption(
        title=title,
        heading=title,
        note=f"{counted} {made}",
        alt=f"{title}, {count(found.total, 'patient')}.",
        cohort=filter_sentence(catalogue, result.cohort),
        counts=counted,
        method=made,
        data=data_line(found.provenance, made_on),
        synthetic=found.provenance.synthetic,
        how=(("Endpoint", result.spec.endpoint.definition),),
        file_stem=f"regrow-patients-{result.cohort.key}",
    )
