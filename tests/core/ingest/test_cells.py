"""Cells as clinics write them, against what each must give."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import current
from core.domain.variable import Variable
from core.ingest.cells import read_cell

CASES = Path(__file__).parents[2] / "import_cases"
VARIABLES = {variable.name: variable for table in current().tables for variable in table}
READ_AS = {
    ("m01_patients_cp932.csv", "年齢"): "age_years",
    ("m01_patients_cp932.csv", "罹病期間"): "duration_years",
    ("m01_patients_cp932.csv", "治療開始日"): "start_date",
    ("m01_patients_cp932.csv", "アトピー既往"): "atopic_dermatitis",
    ("m03_dates_mixed_wareki.csv", "visit_date"): "start_date",
    ("m07_nd_dash_gt100.csv", "SALT"): "salt",
    ("m11_utf16_tab.txt", "month"): "month",
} | {("m02_salt_wide.csv", f"SALT_{month}M"): "salt" for month in (0, 3, 6, 9, 12)}
JUDGED_ELSEWHERE = {"conflicting_duplicate", "unit_missing"}  # by what stands in other rows


def cells() -> Iterator[Any]:
    """Every cell of the cases whose column is one of the model: the variable, the text, its value (None: missing), the code."""
    for case in json.loads((CASES / "expected.json").read_text(encoding="utf-8")):
        for cell in [*case["cells"], *case["rejected_rows"]]:
            name = READ_AS.get((case["file"], cell["column"]))
            if name and cell["raw"] and cell["code"] not in JUDGED_ELSEWHERE:
                id_ = f"{case['file'][:3]} row {cell['row']} {cell['raw']}"
                yield pytest.param(VARIABLES[name], cell["raw"], cell.get("becomes"), cell["code"], id=id_)


@pytest.mark.parametrize(("variable", "raw", "becomes", "code"), list(cells()))
def test_a_cell_is_read_as_the_case_says_or_left_for_the_checks(
    variable: Variable, raw: str, becomes: str | float | None, code: str
) -> None:
    reading = read_cell(variable, raw.strip())
    if code == "missing_word":
        assert reading is not None
        assert reading.text is None
    elif becomes is None:
        assert reading is None or (code in ("future_date", "out_of_range") and reading.text is not None)
    elif reading is None:
        assert float(raw) == becomes  # plain already
    else:
        assert reading.text is not None
        assert (reading.text if variable.kind == "date" else float(reading.text)) == becomes


def test_the_cases_are_all_there() -> None:
    assert len(list(cells())) > 60


@pytest.mark.parametrize(
    ("name", "found", "expected", "rule"),
    [
        ("start_date", "H31.5.1", "2019-05-01", "year of an era that had ended on 2019-04-30"),
        ("start_date", "13/07/2022", "2022-07-13", "the only way it can be read"),
        ("start_date", "07/13/2022", "2022-07-13", "the only way it can be read"),
        ("start_date", "7/7/2022", "2022-07-07", "the only way it can be read"),
        ("start_date", "44753", "2022-07-11", "a spreadsheet's number of days"),
        ("sex", "Ｆ", "F", "stands for Female"),
        ("sex", "male", "M", "stands for Male"),
        ("ivmp_history", "あり", "1", "stands for yes"),
        ("ivmp_history", "無", "0", "stands for no"),
        ("duration_years", "2年6ヶ月", "2.5", "a span of years and months"),
        ("start_date", "R1.1.1", "2019-01-01", "an era that began on 2019-05-01 only"),
        ("start_date", "2022-07-11 09:30", "2022-07-11", "a time, which is left out"),
        ("duration_years", "18か月", "1.5", "a span"),
        ("salt", "45\u3000", "45", "with spaces"),
        ("month", "ベースライン", "0", "stands for month 0"),
        ("salt", "４５％", "45", "with its unit, %"),
    ],
)
def test_the_rule_is_told(name: str, found: str, expected: str, rule: str) -> None:
    reading = read_cell(VARIABLES[name], found)
    assert reading is not None
    assert reading.text == expected
    assert rule in reading.rule


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("patient_id", "ND"),
        ("start_date", "2022-07-11"),
        ("start_date", "34"),
        ("aa_type", "びまん型"),
        ("start_date", "R0.1.1"),
        ("start_date", "S99.1.1"),
        ("start_date", "2199/1/1"),
        ("start_date", "40711"),
        ("start_date", "044753"),
        ("start_date", "9" * 5000),
        ("start_date", "2022-07-10T15:00:00Z"),
        ("start_date", "2022-07-10T15:00:00+09:00"),
        ("start_date", "2022-07-10 99:99"),
        ("duration_years", "9" * 400 + "年"),
        ("duration_years", "1年15ヶ月"),
        ("duration_years", "2015年"),
        ("salt", "9" * 20_000 + "x"),
        ("salt", "none"),
        ("test", "Na"),
        ("site", "ND"),
        ("prior_jak_inhibitor", "x"),
        ("prior_jak_inhibitor", "none"),
        ("drug", "baricitinib"),
        ("ivmp_history", "２"),
        ("salt", "²"),
        ("salt", "10²"),
        ("salt", "①"),
        ("salt", "45 mg"),
        ("age_years", "20年以上"),
    ],
)
def test_what_is_plain_or_means_nothing_certain_is_left(name: str, found: str) -> None:
    assert read_cell(VARIABLES[name], found) is None


@given(text=st.text(max_size=40), name=st.sampled_from(sorted(VARIABLES)))
def test_whatever_stands_in_a_cell_a_reading_is_a_plain_text_with_its_rule(text: str, name: str) -> None:
    reading = read_cell(VARIABLES[name], text)
    free = VARIABLES[name].levels or VARIABLES[name].kind == "identifier"
    assert reading is None or (reading.rule and (reading.text is None or reading.text.isascii() or free))


@given(number=st.floats(min_value=0, max_value=100, allow_subnormal=False), wide=st.booleans())
def test_a_number_is_never_changed_by_its_width(number: float, wide: bool) -> None:
    text = f"{number:.3f}"
    found = text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．")) if wide else text
    reading = read_cell(VARIABLES["salt"], found)
    assert (reading.text if reading else found) == text
