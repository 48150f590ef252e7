"""What stands around every card of the page of data quality."""

from collections.abc import Iterator
from datetime import date

import pytest

from core.analysis.completers import completers
from core.analysis.course_checks import course_checks
from core.analysis.coverage import coverage
from core.analysis.missing import missing
from core.analysis.numeric_outliers import numeric_outliers
from core.catalogue import current
from core.domain.caption import Caption
from core.domain.filters import CohortFilter
from core.store.cohort_store import CohortStore
from core.words import completers as completer_words
from core.words import course_checks as course_words
from core.words import coverage as coverage_words
from core.words import missing as missing_words
from core.words import numeric_outliers as outlier_words
from tests.building import spec
from tests.core.words.test_safety_captions import ODD

C, TODAY = current(), date(2026, 8, 1)
WHERE = ("", "sex=F", "aa_type=OA;sex=F;age_years=18..35", "age_years=119..120")


def captions(store: CohortStore, where: str, window: float = 0.5) -> Iterator[Caption]:
    cohort = CohortFilter.from_query(where)
    yield coverage_words.caption(C, coverage(store, cohort, window), TODAY)
    yield from (missing_words.caption(C, missing(store, cohort, window), view, TODAY) for view in ("variables", "scores"))
    courses = course_checks(store, cohort)
    yield from (course_words.caption(C, courses, TODAY, rows=rows) for rows in (False, True))
    outliers = numeric_outliers(store, cohort, window)
    yield from (outlier_words.caption(C, outliers, view, TODAY) for view in ("values", "fences"))
    yield completer_words.caption(C, completers(store, cohort, spec(window=window)), TODAY)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("window", [0.0, 0.5])
def test_every_caption_is_in_whole_sentences_and_says_whom_it_counts(reference: CohortStore, where: str, window: float) -> None:
    for words in captions(reference, where, window):
        told = (words.note, words.alt, words.counts, words.method, *(text for _, text in words.how))
        assert all(text.endswith((".", "?")) for text in told), (words.title, told)
        assert not [text for text in told if ODD.search(text)], words.title
        assert "in view" in words.counts
        assert words.synthetic


def test_another_filter_or_window_is_another_file(reference: CohortStore) -> None:
    stems = [words.file_stem for where in WHERE for words in captions(reference, where)]
    assert len(set(stems)) == len(stems)
    wider = {words.file_stem for words in captions(reference, "", 1.0)} & set(stems)
    assert all("courses" in one for one in wider), "only the rules know no window"
