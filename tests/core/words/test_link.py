"""What a link asked for in vain is told on one line, whatever it was."""

import pytest

from core.domain.link import Refusal
from core.words.link import quoted, refusal_words

BY = Refusal(name="by", asked="foo", label="By", shown="AA type")
MONTH = Refusal(name="month", asked="99", label="Month", shown="9")


def test_one_refusal_names_what_was_asked_and_what_is_shown() -> None:
    assert refusal_words([BY]) == "The link asks for by=foo, which is not on offer here; shown instead: By AA type."


def test_several_refusals_are_one_sentence() -> None:
    assert refusal_words([BY, MONTH]) == (
        "The link asks for by=foo and month=99, which are not on offer here; shown instead: By AA type, Month 9."
    )


def test_nothing_refused_is_nothing_said() -> None:
    assert refusal_words([]) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [("x" * 41, "x" * 40 + "…"), ("x" * 40, "x" * 40), (" a\nb\t c ", "a b c"), ("a\u202eb", "a b"), ("", ""), ("<b>", "<b>")],
)
def test_text_from_outside_is_short_and_on_one_line(text: str, shown: str) -> None:
    assert quoted(text) == shown
