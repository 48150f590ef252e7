"""A synthetic registry is reproducible, plausible, small in memory and accepted by the store as it is."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.catalogue import current
from core.domain.errors import RequestError
from core.ingest.bundle import bring_in
from core.store.location import location
from core.synthesis import registry, synthesize

NAMES = ("patient", "visit", "adverse_event", "lab")
SMALL = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Give a folder with a registry of 20,000."""
    out = tmp_path_factory.mktemp("registry")
    synthesize(20_000, 5, out)
    return out


@pytest.fixture(scope="module")
def tables(folder) -> dict[str, pd.DataFrame]:
    """Give its tables."""
    return {name: pd.read_csv(folder / f"{name}.csv") for name in NAMES}


def written(out: Path, *args: Any, **options: Any) -> dict[str, bytes]:
    """Give the bytes of every file of a new registry."""
    synthesize(*args, out, **options)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def published(folder: Path) -> Any:
    """Give what the store says of the files of a folder."""
    return bring_in([folder], current(), location(f"duckdb:{folder / 'store'}"))


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    one = written(tmp_path / "one", SMALL, 7)
    assert one == written(tmp_path / "two", SMALL, 7)
    assert sorted(one) == ["about.toml", *sorted(f"{name}.csv" for name in NAMES)]


def test_another_seed_gives_other_patients(tmp_path):
    one, two = written(tmp_path / "one", SMALL, 7), written(tmp_path / "two", SMALL, 8)
    assert all(one[f"{name}.csv"] != two[f"{name}.csv"] for name in NAMES)


def test_a_second_block_has_patients_of_its_own_and_leaves_the_first_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "BLOCK", 1_000)
    one, two = written(tmp_path / "one", 1_000, 7), written(tmp_path / "two", 2_000, 7)
    rows = two["patient.csv"].decode().splitlines()
    assert one["patient.csv"].decode().splitlines() == rows[:1_001]
    assert [row[:9] for row in rows[1_001:]] == [f"P{number:08}" for number in range(1_001, 2_001)]
    assert {row[9:] for row in rows[1:1_001]} != {row[9:] for row in rows[1_001:]}


def test_leaving_out_blood_tests_changes_nothing_else(tmp_path):
    one, two = written(tmp_path / "one", SMALL, 7), written(tmp_path / "two", SMALL, 7, labs=False)
    assert two.pop("lab.csv").decode().splitlines() == [one.pop("lab.csv").decode().splitlines()[0]]
    assert one == two


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_store_publishes_a_registry_without_a_single_problem(tmp_path, seed):
    synthesize(SMALL, seed, tmp_path)
    found = published(tmp_path)
    assert found.findings == ()
    assert (found.version.patients, found.version.months) == (SMALL, (0, 3, 6, 9, 12))
    assert found.version.synthetic
    assert found.version.reference == ""
    assert found.version.cohort_name == "Synthetic registry of 2,000 patients"


@pytest.mark.parametrize(
    ("patients", "months", "centres", "labs"),
    [(1, (0,), 1, True), (40, (0,), 3, False), (300, tuple(range(25)), 200, True), (300, (0, 9, 60), 1, False)],
)
def test_any_possible_registry_is_published(tmp_path, patients, months, centres, labs):
    synthesize(patients, 3, tmp_path, months, centres, labs)
    found = published(tmp_path)
    assert found.findings == ()
    assert found.version.patients == patients
    assert set(found.version.months) <= set(months)
    assert (found.version.labs > 0) == labs


@pytest.mark.parametrize(
    "change",
    [
        {"patients": 0},
        {"patients": 100_000_000},
        {"seed": -1},
        {"centres": 0},
        {"months": ()},
        {"months": (3, 6)},
        {"months": (0, 6, 3)},
        {"months": (0, 3, 3)},
        {"months": (0, 601)},
    ],
    ids=str,
)
def test_an_impossible_registry_is_refused_before_anything_is_written(tmp_path, change):
    with pytest.raises(RequestError, match=r"given|asked for"):
        synthesize(**({"patients": 10, "seed": 1, "out": tmp_path / "out"} | change))
    assert not (tmp_path / "out").exists()


def test_types_and_sexes_have_sensible_shares(tables):
    shares = tables["patient"].aa_type.value_counts(normalize=True)
    assert shares.loc[["AM", "AT", "AU"]].between(0.15, 0.35).all()
    assert shares["OA"] == pytest.approx(0.08, abs=0.02)
    assert tables["patient"].sex.eq("F").mean() == pytest.approx(0.62, abs=0.02)


def test_durations_are_skewed_and_episodes_no_longer(tables):
    patient = tables["patient"]
    assert patient.duration_years.mean() > 1.2 * patient.duration_years.median()
    both = patient.dropna(subset=["duration_years", "episode_years"])
    assert (both.episode_years <= both.duration_years).all()
    assert (both.duration_years <= both.age_years).all()


def test_totalis_and_universalis_start_near_100(tables):
    start = tables["visit"].query("month == 0").merge(tables["patient"])
    assert start[start.aa_type.isin(["AT", "AU"])].salt.min() >= 95
    assert start.salt.notna().all()
    assert len(start) == len(tables["patient"])


def test_response_falls_with_severity_and_duration(tables):
    ninth = tables["visit"][tables["visit"].month.round() == 9].dropna(subset="salt").merge(tables["patient"])
    responds = ninth.salt <= 20
    by_type = responds.groupby(ninth.aa_type).mean()
    assert responds.mean() == pytest.approx(0.42, abs=0.06)
    assert by_type["AM"] > by_type["AT"] > by_type["AU"]
    assert responds[ninth.duration_years <= 4].mean() > responds[ninth.duration_years > 4].mean() + 0.05


def test_one_in_five_stops_by_month_12_mostly_with_a_reason(tables):
    patient = tables["patient"]
    stopped = patient.stop_month.notna()
    assert stopped.mean() == pytest.approx(0.20, abs=0.03)
    assert patient.stop_reason[stopped].notna().mean() == pytest.approx(0.97, abs=0.02)
    assert patient.stop_reason[~stopped].isna().all()


def test_nothing_happens_after_a_patient_has_stopped(tables):
    stop = tables["patient"].set_index("patient_id").stop_month.fillna(np.inf)
    for name, column in (("visit", "month"), ("lab", "month"), ("adverse_event", "onset_month")):
        rows = tables[name].dropna(subset=column)
        assert (rows[column] <= stop[rows.patient_id].to_numpy()).all()


def test_a_few_visits_are_missed_or_off_schedule_by_at_most_04(tables):
    month = tables["visit"].month
    off = (month - month.round()).abs()
    assert off.max() < 0.41
    assert (off > 0).mean() == pytest.approx(0.09, abs=0.03)
    assert set(month.round()) == {0, 3, 6, 9, 12}
    assert len(month) == pytest.approx(5 * 20_000 * 0.88, rel=0.05)


def test_a_few_values_are_missing_but_never_the_keys(tables):
    missing = tables["patient"].isna().mean()
    assert (missing[["patient_id", "age_years", "drug", "site"]] == 0).all()
    assert missing[["aa_type", "episode_years", "ivmp_history", "dose_mg"]].between(0.002, 0.08).all()


def test_adverse_events_come_to_about_two_in_five_patients(tables):
    events = tables["adverse_event"]
    assert len(events) / len(tables["patient"]) == pytest.approx(0.42, abs=0.05)
    ended = events.dropna(subset=["onset_month", "end_month"])
    assert (ended.end_month >= ended.onset_month).all()


def test_whoever_stopped_for_an_event_has_one(tables):
    stopped = tables["patient"].query("stop_reason == 'adverse_event'").patient_id
    assert set(stopped) <= set(tables["adverse_event"].query("action == 'stopped'").patient_id)
