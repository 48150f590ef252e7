"""The laboratory page: what a link restores, what opens by itself, what is said where something is missing."""

from pathlib import Path

import pytest

from tests.test_pages import ROOT, charts, notices, run, words

LABS = ROOT / "pages" / "safety" / "20_labs.py"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, "Creatinine, × upper limit over time"),
        ({"test": "alt"}, "ALT, × upper limit over time"),
        ({"test": "alt", "scale": "percent"}, "ALT, % change from baseline over time"),
        ({"test": "neutrophils"}, "baricitinib: hold below 1000"),
        ({"test": "neutrophils", "by": "sex"}, "Neutrophils over time by sex"),
        ({"test": "neutrophils", "by": "age_years", "cuts__age_years": "30,50"}, ">30 to ≤50 years"),
        ({"test": "platelets", "ctcae": "6.0"}, "Bands: CTCAE 6.0, Thrombocytopenia"),
        ({"test": "ldl"}, "No criterion of CTCAE 5.0 is on file for LDL cholesterol."),
        ({"test": "ldl", "ctcae": "6.0"}, "Bands: CTCAE 6.0, LDL increased"),
        ({"test": "creatinine"}, "Below 60 at least once after month 0: 16 of 86 by the Japanese equation, 0 by CKD-EPI 2021"),
        ({"test": "creatinine"}, "was graded by creatinine"),
        ({"test": "alt"}, "have no total bilirubin with an upper limit after month 0"),
        ({"test": "alt"}, "3 of 86 patients with both grades got worse, of 86 treated"),
    ],
)
def test_a_link_restores_the_view(address: dict[str, str], expected: str, store_setting: str) -> None:
    app = run(LABS, **address)
    assert expected in words(app) + "\n".join(charts(app))
    assert notices(app) == []


def test_the_version_and_the_denominator_are_printed(store_setting: str) -> None:
    said = words(run(LABS, test="alt"))
    assert "Worst grade of every test, CTCAE 5.0" in said
    assert "Everyone treated counts (86)." in said
    assert "86 of 86 treated patients measured" in said


def test_the_drawer_of_the_tests_organ_opens_by_itself(store_setting: str) -> None:
    assert "eGFR by two equations" in words(run(LABS, test="egfr"))
    assert "Hy&#x27;s law" in words(run(LABS, test="ast"))
    other = words(run(LABS, test="platelets"))
    assert "eGFR by two equations" not in other
    assert "Hy&#x27;s law" not in other


@pytest.mark.parametrize("address", [{"test": "sodium"}, {"scale": "log"}, {"ctcae": "4.0"}, {"by": "nothing"}])
def test_what_the_link_asks_for_in_vain_is_said(address: dict[str, str], store_setting: str) -> None:
    assert "which is not on offer here" in notices(run(LABS, **address))[0]


def test_no_laboratory_values_are_a_sentence(write_tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.catalogue import current
    from core.ingest.bundle import bring_in
    from core.store.location import SETTING, Location

    folder = write_tables(patient=[{"patient_id": "a", "sex": "F"}], visit=[{"patient_id": "a", "month": 0, "salt": 80}])
    bring_in([folder], current(), Location(tmp_path / "store"))
    monkeypatch.setenv(SETTING, f"duckdb:{tmp_path / 'store'}")
    assert "No table of laboratory values came with this cohort" in notices(run(LABS))[0]
