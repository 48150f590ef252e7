"""Tables of a real, de-identified trial with a saved mapping: what comes in is what pandas counts, and every page runs over it.

The trial is of another disease: no visit has a score, so pages of response say that nobody can be assessed.
"""

from pathlib import Path

import pandas as pd
import pytest

from core.catalogue import current
from core.domain.imports import ImportResult
from core.domain.times import DAYS_A_MONTH
from core.ingest.bundle import bring_in
from core.ingest.export_folder import write_folder
from core.ingest.mapping_file import from_toml
from core.store.cohort_store import CohortStore, open_store
from core.store.location import SETTING, Location
from tests.test_pages import PAGES, run, words

STUDY = Path(__file__).parent / "cdisc" / "study"
Study = tuple[Location, ImportResult]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    where = Location(tmp_path_factory.mktemp("study"))
    mapping = from_toml((STUDY / "mapping.toml").read_text(encoding="utf-8"), current())
    return where, bring_in([STUDY], current(), where, mapping)


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(STUDY / f"{name}.csv", dtype=str, keep_default_na=False, na_values=["NA", ""])


def asked(study: Study, question: str) -> list[tuple[object, ...]]:
    where, result = study
    return open_store(current(), where.folder / result.version.file).rows(question, {})


def days(of: pd.DataFrame, column: str) -> pd.Series:
    """Days from the start of the patient's treatment, those who never began without one."""
    start = of.USUBJID.map(table("adsl").set_index("USUBJID").TRTSDT)
    return (pd.to_datetime(of[column]) - pd.to_datetime(start)).dt.days


def test_every_patient_is_there_with_start_and_end_of_treatment(study: Study) -> None:
    subjects = table("adsl")
    months = (days(subjects, "TRTEDT") / DAYS_A_MONTH).round(2)
    ((n, started, stopped, total),) = asked(
        study, "SELECT count(*), count(start_date), count(stop_month), sum(stop_month) FROM patient"
    )
    assert (n, started, stopped) == (len(subjects), subjects.TRTSDT.count(), months.count())
    assert float(str(total)) == pytest.approx(months.sum(), abs=0.001)
    expected = subjects.groupby(["SITEID", "SEX"]).size()
    assert asked(study, "SELECT site, sex, count(*) FROM patient GROUP BY ALL ORDER BY ALL") == [
        (*key, count) for key, count in expected.items()
    ]


def test_every_event_is_there_and_its_days_are_counted_from_treatment(study: Study) -> None:
    events = table("adae")
    onset, end = days(events, "ASTDT"), days(events, "AENDT")
    related = events.AREL.isin(["PROBABLE", "POSSIBLE"])
    assert asked(
        study,
        "SELECT count(*), count(DISTINCT patient_id), count(onset_month), count(end_month), count(*) FILTER (serious), "
        "count(*) FILTER (related), count(*) FILTER (NOT related), sum(grade)::INTEGER FROM adverse_event",
    ) == [
        (
            len(events),
            events.USUBJID.nunique(),
            int((onset >= 0).sum()),
            int((end >= 0).sum()),
            int((events.AESER == "Y").sum()),
            int(related.sum()),
            int(events.AREL.isin(["REMOTE", "NONE"]).sum()),
            int(events.ASEVN.astype(int).sum()),
        )
    ]
    expected = events.AEDECOD.value_counts().sort_index()
    assert asked(study, "SELECT term, count(*) FROM adverse_event GROUP BY 1 ORDER BY 1") == list(expected.items())


def test_blood_tests_stand_at_their_week_or_else_at_their_day(study: Study) -> None:
    labs = table("adlb")
    weeks = labs.AVISIT.str.extract(r"^Week (\d+)$")[0].astype(float).where(labs.AVISIT != "Baseline", 0.0)
    since = days(labs, "ADT")
    labs["month"] = (weeks * 7 / DAYS_A_MONTH).round(2).fillna((since.where(since >= 0) / DAYS_A_MONTH).round(2))
    known = labs[labs.month.notna()]
    said = known[["AVAL", "LBSTRESU", "ANRLO", "ANRHI"]].fillna("").agg(" ".join, axis=1)
    kinds = said.groupby([known.USUBJID, known.month, known.PARAMCD]).nunique()  # one kind is taken once, of several none
    taken = kinds[kinds == 1].reset_index()
    expected = taken.groupby("PARAMCD").size()
    assert asked(study, "SELECT test, count(*) FROM lab GROUP BY 1 ORDER BY 1") == list(expected.items())
    account = next(one for one in study[1].accounts if one.table == "lab")
    assert (account.came, account.taken) == (len(labs), len(taken))
    assert len(known) < len(labs)


def test_the_study_goes_out_and_comes_in_as_the_same_version(study: Study, tmp_path: Path) -> None:
    where, result = study
    store = CohortStore(where.folder / result.version.file, current())
    write_folder(store, tmp_path / "out")
    store.close()
    again = bring_in([tmp_path / "out"], current(), Location(tmp_path / "again"))
    assert again.version.digest == result.version.digest


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_runs_over_the_study(page: Path, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, f"duckdb:{study[0].folder}")
    assert "306 of 306 patients" in words(run(page))
