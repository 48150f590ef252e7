"""Tables as HTML: text from the data is never markup, and what is missing is a dash."""

import re

from core.domain.rows import Rows
from core.ui.html_table import html_table
from tests.building import table_of


def cells(table: Rows) -> list[str]:
    return re.findall(r"<t[dh] [^>]*>(.*?)</t[dh]>", html_table(table, "A table").partition("<tbody>")[2])


def test_text_from_the_data_is_escaped_wherever_it_stands() -> None:
    bad = "<script>alert('x')</script>&"
    html = html_table(table_of({bad: [bad], "other": [bad]}), bad)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4
    assert "alert('" not in html.partition("<thead>")[0]  # in an attribute the quotation marks are escaped too


def test_what_is_missing_is_a_dash() -> None:
    assert cells(table_of({"a": ["x", "y"], "b": [None, 0.5], "c": [None, 2.0]})) == [
        "x",
        "–",
        "–",
        "y",
        "0.50",
        "2.00",
    ]


def test_a_negative_number_has_a_true_minus() -> None:
    assert cells(table_of({"a": ["x-y"], "b": [-0.25]})) == ["x-y", "−0.25"]


def test_a_first_cell_that_repeats_itself_is_written_once() -> None:
    assert cells(table_of({"a": ["x", "x", "y", "x"], "b": list("1234")})) == ["x", "1", "", "2", "y", "3", "x", "4"]


def test_the_table_is_named_for_those_who_cannot_see_it_and_headed() -> None:
    html = html_table(table_of({"a": ["x"], "b": [1]}), 'Rates "all"')
    assert "aria-label='Rates &quot;all&quot;'" in html
    assert html.count("<th scope='col'") == 2
    assert html.count("<th scope='row'>") == 1


def test_a_column_of_numbers_is_set_to_the_right_with_its_heading_and_its_dashes() -> None:
    html = html_table(table_of({"Site": ["A", "B"], "p": [0.5, None], "Note": ["x", 1], "Empty": [None, None]}), "Tests")
    assert re.findall(r"<th scope='col'(?: class='(\w+)')?>(\w+)<", html) == [
        ("", "Site"), ("number", "p"), ("", "Note"), ("", "Empty"),
    ]  # fmt: skip
    assert re.findall(r"<td class='(\w+)'>", html) == ["number", "short", "short", "number", "short", "short"]
