"""Numbers are written into a query with all their digits; whatever else comes from outside stays a parameter."""

import math

import duckdb
import pytest

from core.store.parameters import numbers_written

NUMBERS = [0, 1, -9, 2**40, 0.1, -0.5, 20.0, 1e-300, 1.7976931348623157e308, 1 / 3, math.inf, -math.inf]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_arrives_as_the_driver_would_have_sent_it(number: float) -> None:
    sql = "SELECT $limit, typeof($limit), 7 - $limit"
    written, rest = numbers_written(sql, {"limit": number})
    assert rest == {}
    assert duckdb.sql(written).fetchall() == duckdb.execute(sql, {"limit": number}).fetchall()


@pytest.mark.parametrize("value", ["1", "1) OR TRUE --", "$low", None, True, ["a"]])
def test_what_is_no_number_stays_a_parameter(value: object) -> None:
    written, rest = numbers_written("SELECT $given, $low", {"given": value, "low": 3})
    assert (written, rest) == ("SELECT $given, (3)", {"given": value})
    assert duckdb.execute(written, rest).fetchall() == [(value, 3)]


def test_a_longer_name_is_another_parameter() -> None:
    assert numbers_written("SELECT $age_1, $age_10, $age", {"age_1": 5})[0] == "SELECT (5), $age_10, $age"
