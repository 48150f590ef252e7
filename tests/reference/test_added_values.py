"""What was added to the bundled cohort agrees with what was given: follow-up, areas, brows and lashes, blood tests."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

FOLDER = Path(__file__).parents[2] / "data" / "reference"


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Give the four tables."""
    return {name: pd.read_csv(FOLDER / f"{name}.csv") for name in ("patient", "visit", "adverse_event", "lab")}


def test_episodes_are_no_longer_than_the_disease(tables):
    patient = tables["patient"]
    assert (patient.episode_years <= patient.duration_years).all()
    assert patient.start_date.between("2022-07-01", "2023-08-31").all()


def test_stopping_and_events_fit_the_follow_up(tables):
    last = tables["visit"].groupby("patient_id").month.max()
    stop = tables["patient"].set_index("patient_id").stop_month
    assert stop.dropna().between(last[stop.notna()], last[stop.notna()] + 0.9).all()
    events = tables["adverse_event"].set_index("patient_id")
    end_of_view = stop.fillna(9)[events.index]
    assert (events.onset_month <= end_of_view).all()
    assert (events.end_month.dropna() <= end_of_view[events.end_month.notna()]).all()
    assert (events.end_month.dropna() >= events.onset_month[events.end_month.notna()]).all()


def test_area_scores_add_up_to_salt(tables):
    visit = tables["visit"]
    total = 0.40 * visit.salt_top + 0.24 * visit.salt_back + 0.18 * visit.salt_right + 0.18 * visit.salt_left
    assert (total - visit.salt).abs().max() <= 0.0501


def test_ophiasis_keeps_more_hair_on_top_than_at_the_margin(tables):
    visit = tables["visit"].merge(tables["patient"][["patient_id", "aa_type"]])
    ophiasis = visit[(visit.aa_type == "OA") & visit.salt.between(1, 99)]
    assert (ophiasis.salt_top < ophiasis[["salt_back", "salt_right", "salt_left"]].min(axis=1)).all()


def test_brows_and_lashes_never_end_more_than_a_point_worse(tables):
    visit = tables["visit"].dropna(subset="clinro_eyebrow").set_index("patient_id")
    assert set(visit.month) == {0, 3, 6, 9}
    for part in ("clinro_eyebrow", "clinro_eyelash"):
        assert (visit[part] - visit[part][visit.month == 0].reindex(visit.index) <= 1).all()


def test_egfr_is_the_japanese_equation_of_creatinine(tables):
    lab = tables["lab"].pivot_table(index=["patient_id", "month"], columns="test", values="value").reset_index()
    lab = lab.merge(tables["patient"][["patient_id", "age_years", "sex"]])
    women = np.where(lab.sex == "F", 0.739, 1)
    assert (194 * lab.creatinine**-1.094 * lab.age_years**-0.287 * women).sub(lab.eGFR).abs().max() <= 0.0501


def test_egfr_falls_below_60_exactly_while_its_decline_lasts(tables):
    lab, events = tables["lab"].query("test == 'eGFR'"), tables["adverse_event"].query("term == 'eGFR decline'")
    seen = lab.merge(events, on="patient_id", how="left")
    lasting = (seen.month >= seen.onset_month) & ~(seen.month >= seen.end_month)
    assert ((seen.value < 60) == lasting).all()
    assert seen.patient_id[lasting].nunique() == len(events)


def test_creatinine_has_the_grade_of_the_egfr_decline(tables):
    lab = tables["lab"].query("test == 'creatinine'").sort_values("month")
    by_patient = lab.groupby("patient_id").agg({"value": ["first", "max"], "upper_limit": "first"})
    first, highest, limit = (by_patient.iloc[:, place] for place in range(3))
    over_limit, over_baseline = highest / limit, highest / first
    found = (over_limit > 1).astype(int) + ((over_limit > 1.5) | (over_baseline > 1.5)).astype(int)
    decline = tables["adverse_event"].query("term == 'eGFR decline'").set_index("patient_id").grade
    assert found[found > 0].to_dict() == decline.to_dict()


def test_creatinine_rises_early_by_about_004(tables):
    lab = tables["lab"].query("test == 'creatinine'").pivot(index="patient_id", columns="month", values="value")
    spared = lab.loc[~lab.index.isin(tables["adverse_event"].query("term == 'eGFR decline'").patient_id)]
    assert (spared[1] - spared[0]).mean() == pytest.approx(0.04, abs=0.005)


def test_liver_enzymes_pass_the_limit_only_as_far_as_the_events_grade(tables):
    lab = tables["lab"][tables["lab"].test.isin(["ALT", "AST"])]
    times = (lab.value / lab.upper_limit).groupby(lab.patient_id).max()
    found = pd.cut(times, [0, 1, 3, 5], labels=[0, 1, 2]).astype(int)
    liver = tables["adverse_event"].query("term == 'Liver enzyme rise'").set_index("patient_id").grade
    assert found[found > 0].to_dict() == liver.to_dict()


def test_only_creatine_kinase_and_the_flagged_values_leave_their_limits(tables):
    lab = tables["lab"]
    outside = lab[(lab.value < lab.lower_limit.fillna(0)) | (lab.value > lab.upper_limit.fillna(np.inf))]
    flagged = {"eGFR decline": {"creatinine", "eGFR"}, "Liver enzyme rise": {"ALT", "AST"}}
    flagged["Hyperlipidaemia"] = {"total cholesterol", "LDL cholesterol", "triglycerides"}
    events = tables["adverse_event"]
    allowed = {(row.patient_id, test) for row in events.itertuples() for test in flagged.get(row.term, ())}
    muscle = outside.test == "CK"
    assert (outside.value < 2.5 * outside.upper_limit)[muscle].all()
    assert set(outside[~muscle][["patient_id", "test"]].itertuples(index=False, name=None)) == allowed


def test_hyperlipidaemia_is_of_grade_2_in_the_laboratory_too(tables):
    lab = tables["lab"].query("patient_id == 'SYN-023' and test == 'total cholesterol'")
    assert 300 < lab.value.max() <= 400
    assert lab.value[lab.month == 0].item() <= 248
