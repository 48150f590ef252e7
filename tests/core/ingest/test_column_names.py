"""What the names of columns say."""

import pytest

from core.catalogue import current
from core.ingest.column_names import At, at_visit, variable_called


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SALT_0M", At("SALT", "0")),
        ("SALT 3か月", At("SALT", "3")),
        ("SALTスコア_9M", At("SALTスコア", "9")),
        ("ＳＡＬＴ　１２ヶ月後", At("SALT", "12")),
        ("SALT(3M)", At("SALT", "3")),
        ("salt_m3", At("salt", "3")),
        ("SALT month 1.5", None),
        ("SALT 1.5 months", At("SALT", "1.5")),
        ("SALT week 12", At("SALT", "2.76", "12")),  # 12 * 7 / 30.4375
        ("SALT_24W", At("SALT", "5.52", "24")),
        ("WEEK01", At("", "0.23", "1")),
        ("SALT 治療前", At("SALT", "0")),
        ("SALT 前", At("SALT", "0")),
        ("SALT base", At("SALT", "0")),
        ("名前", None),
        ("SALT 12週前", None),
        ("DLQI database", None),
        ("SALT baseline", At("SALT", "0")),
        ("BASELINE", At("", "0")),
        ("ALT (U/L)_9M", At("ALT (U/L)", "9")),
        ("ALT_9M (U/L)", At("ALT (U/L)", "9")),
        ("SALT (points) (3M)", At("SALT (points)", "3")),
        ("(U/L)", None),
        ("SALT_6M_コメント", None),
        ("SALT_3", None),  # months, weeks, visits?
        ("salt", None),
        ("", None),
    ],
)
def test_a_name_says_which_visit_a_column_is_of(name: str, expected: At | None) -> None:
    assert at_visit(name) == expected


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("年齢", "age_years"),
        ("年齢(歳)", "age_years"),
        ("ＡＧＥ", "age_years"),
        ("Age at start", "age_years"),
        ("患者ＩＤ", "patient_id"),
        ("AA type", "aa_type"),
        ("病型", "aa_type"),
        ("duration_years", "duration_years"),
        ("ステロイドパルス歴", "ivmp_history"),
        ("備考", None),
        ("(歳)", None),
        ("", None),
    ],
)
def test_a_variable_is_known_by_its_names_in_two_languages(name: str, variable: str | None) -> None:
    found = variable_called(name, current().table("patient"))
    assert (found.name if found else None) == variable


def test_no_name_stands_for_two_variables_of_a_table() -> None:
    for table in current().tables:
        variables = [*table, *(form for one in table for form in one.other_forms)]
        for variable in variables:
            for name in (variable.name, variable.label, *variable.also):
                found = variable_called(name, variables)
                assert found is not None
                assert found.name == variable.name, f"{name!r} of {table.name}.{variable.name} is taken for {found.name}"
