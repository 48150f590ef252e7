"""The bundled cohort gives back every published figure, holds what its sources hold, and passes the store's checks."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from core.catalogue import current
from core.ingest.bundle import bring_in
from core.store.location import location

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "reference"
NAMES = ("patient", "visit", "adverse_event", "lab")
PUBLISHED = json.loads((ROOT / "tests" / "reference" / "published_figures.json").read_text())
KEY_TERMS = ["const", "AM", "AT", "AU", "female", "age_years", "duration_le_4", "atopic_dermatitis", "ivmp_history"]
TERMS = [*KEY_TERMS, "salt_ge_95", "clinro_eyebrow", "clinro_eyelash"]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Give the four tables."""
    return {name: pd.read_csv(FOLDER / f"{name}.csv") for name in NAMES}


@pytest.fixture(scope="module")
def completers(tables) -> pd.DataFrame:
    """Give the patients seen at month 9 with the nine factors of the model, categories coded by hand."""
    visit = tables["visit"]
    first, ninth = (visit[visit.month == month].set_index("patient_id") for month in (0, 9))
    data = tables["patient"].set_index("patient_id").join(first, how="inner")
    data = data.join(ninth.salt.rename("salt_9"), how="inner").assign(const=1.0)
    data["duration_le_4"] = data.duration_years <= 4
    data["salt_ge_95"] = data.salt >= 95
    data["responder"] = data.salt_9 <= 20
    data["improvement"] = 100 * (data.salt - data.salt_9) / data.salt
    return data


def treatment_coded(data: pd.DataFrame) -> pd.DataFrame:
    """Give the design with 0/1 columns, ophiasis as the reference."""
    types = {kind: data.aa_type == kind for kind in ("AM", "AT", "AU")}
    return data.assign(**types, female=data.sex == "F")[TERMS].astype(float)


def effect_coded(data: pd.DataFrame) -> pd.DataFrame:
    """Give the design with -1/0/1 columns for type and sex; ophiasis is the level left out."""
    left_out = (data.aa_type == "OA").astype(float)
    types = {kind: (data.aa_type == kind) - left_out for kind in ("AM", "AT", "AU")}
    return data.assign(**types, female=np.where(data.sex == "F", 1, -1))[TERMS].astype(float)


def given() -> dict[str, list[dict[str, str]]]:
    """Give the rows of the source tables as text."""
    return {name: cells(f"source/{name}") for name in ("patients", "visits")}


def cells(name: str) -> list[dict[str, str]]:
    """Give the rows of one table as text."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_counts_are_the_published_ones(tables, completers):
    expected = PUBLISHED["counts"]
    assert len(tables["patient"]) == expected["treated"]
    assert len(completers) == expected["completers"]
    assert completers.responder.sum() == expected["responders"]


@pytest.mark.parametrize(("kind", "percent"), PUBLISHED["response_percent"].items())
def test_response_by_type_is_the_published_one(completers, kind, percent):
    assert round(100 * completers.responder[completers.aa_type == kind].mean(), 1) == percent


def test_totalis_and_universalis_are_polarised(completers):
    salt = completers.salt_9[completers.aa_type.isin(["AT", "AU"])]
    shares = [(salt <= 20).mean(), ((salt > 20) & (salt < 70)).mean(), (salt >= 70).mean()]
    assert [round(100 * share) for share in shares] == [33, 16, 51]


@pytest.mark.parametrize("figure", PUBLISHED["logistic"], ids=lambda figure: figure["term"])
def test_logistic_refit_returns_the_published_odds_ratio_and_wald_p(completers, figure):
    fit = sm.Logit(completers.responder.astype(float), treatment_coded(completers)).fit(disp=0)
    assert len(fit.params) == 12
    assert round(float(np.exp(fit.params[figure["term"]])), figure["digits"]) == figure["odds_ratio"]
    assert round(float(fit.pvalues[figure["term"]]), 3) == figure["p"]


@pytest.mark.parametrize("figure", PUBLISHED["least_squares"], ids=lambda figure: figure["term"])
def test_least_squares_refit_with_effect_coding_returns_the_published_slope_and_p(completers, figure):
    fit = sm.OLS(completers.improvement, effect_coded(completers)).fit()
    names = {"female": ("female",), "ophiasis": ("AM", "AT", "AU")}[figure["term"]]
    sign = -1 if figure["term"] == "ophiasis" else 1
    found = fit.t_test(np.array([sign * float(term in names) for term in TERMS]))
    assert round(float(np.squeeze(found.effect)), figure["digits"]) == figure["beta"]
    assert round(float(np.squeeze(found.pvalue)), 3) == figure["p"]


def test_adverse_events_occur_as_often_as_published(tables):
    events, treated = tables["adverse_event"], len(tables["patient"])
    every = list(events.term.unique())
    terms = {"any_adverse_event": every, "egfr_decline": ["eGFR decline"], "liver_enzymes": ["Liver enzyme rise"]}
    for key, wanted in terms.items():
        n = events.patient_id[events.term.isin(wanted)].nunique()
        assert n == PUBLISHED["counts"][key]["n"]
        assert round(100 * n / treated, 1) == PUBLISHED["counts"][key]["percent"]
    assert events.grade.max() == PUBLISHED["counts"]["highest_grade"]


def test_given_patient_values_are_carried_over_as_written():
    names = {"age": "age_years", "duration_y": "duration_years", "ad_history": "atopic_dermatitis"}
    kept = ("patient_id", "aa_type", "sex", "age", "duration_y", "ad_history", "ivmp_history")
    for source, row in zip(given()["patients"], cells("patient"), strict=True):
        assert [source[name] for name in kept] == [row[names.get(name, name)] for name in kept]
        assert (source["completed_9m"] == "1") == (row["stop_month"] == "") == (row["stop_reason"] == "")


def test_given_visits_are_carried_over_as_written():
    rows = cells("visit")
    assert given()["visits"] == [{name: row[name] for name in ("patient_id", "month", "salt")} for row in rows]
    baseline = {row["patient_id"]: (row["clinro_eyebrow"], row["clinro_eyelash"]) for row in rows if row["month"] == "0"}
    assert baseline == {row["patient_id"]: (row["eyebrow"], row["eyelash"]) for row in given()["patients"]}


def test_events_are_those_flagged_with_the_given_highest_grade():
    rows = cells("adverse_event")
    for source in given()["patients"]:
        own = {row["term"]: int(row["grade"]) for row in rows if row["patient_id"] == source["patient_id"]}
        flags = {"eGFR decline": source["ae_egfr"] == "1", "Liver enzyme rise": source["ae_liver"] == "1"}
        named = {source["ae_other"].capitalize()} - {""}
        assert set(own) == {term for term, flag in flags.items() if flag} | named
        assert max(own.values(), default=0) == int(source["ae_max_grade"])


def test_brows_and_lashes_follow_the_scalp_as_often_as_reported(completers, tables):
    ninth = tables["visit"].query("month == 9").set_index("patient_id")
    parts = ["clinro_eyebrow", "clinro_eyelash"]
    lost = completers[(completers[parts] > 0).any(axis=1)]
    before, after = lost[parts], ninth.loc[lost.index, parts]
    regained = (after <= 1) & (after < before)
    everything = (regained | (before == 0)).all(axis=1)
    assert everything[lost.responder].mean() == pytest.approx(0.711, abs=0.02)
    assert regained.any(axis=1)[~lost.responder].mean() == pytest.approx(0.354, abs=0.08)


def test_columns_are_those_of_the_catalogue():
    for name in NAMES:
        assert list(cells(name)[0]) == [variable.name for variable in current().table(name)]


def test_making_the_tables_again_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, "-B", str(FOLDER / "make.py"), str(tmp_path)], check=True)
    for name in NAMES:
        assert (tmp_path / f"{name}.csv").read_bytes() == (FOLDER / f"{name}.csv").read_bytes()


def test_the_store_publishes_it_without_a_single_problem_and_always_as_the_same_version(tmp_path):
    one, two = (bring_in([FOLDER], current(), location(f"duckdb:{tmp_path / part}")) for part in "ab")
    assert one.findings == ()
    version = one.version
    assert (version.patients, version.visits, version.adverse_events, version.labs) == (86, 805, 23, 6090)
    assert version.months == tuple(range(10))
    assert version.digest == two.version.digest
