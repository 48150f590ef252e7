"""Every question that a test can ask has its words."""

from typing import get_args

from core.domain.rates import Asked
from core.words.comparisons import ASKED


def test_every_question_has_words_of_its_own() -> None:
    assert set(ASKED) == set(get_args(Asked))
    assert len(set(ASKED.values())) == len(ASKED)
