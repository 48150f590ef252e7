"""The cards of risks on the predictors page: folded away, opened by a link that names a profile, and back into the link."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import address, charts, notices, run, words

PAGE = Path(__file__).parents[3] / "pages" / "response" / "30_predictors.py"


def select(app: AppTest, label: str, value: str) -> AppTest:
    next(box for box in app.selectbox if box.label == label and str(box.key).startswith("profile_")).set_value(value).run()
    assert not app.exception, app.exception
    return app


def drawn(app: AppTest) -> list[str]:
    """The labels of the controls of the profile."""
    return [str(one.label) for one in (*app.selectbox, *app.slider) if str(one.key).startswith("profile_")]


def test_without_a_profile_in_the_link_nothing_is_drawn_or_kept(store_setting: str) -> None:
    app = run(PAGE)
    assert drawn(app) == []
    assert "profile" not in address(app)


def test_a_link_with_a_profile_opens_the_drawer_and_restores_it(store_setting: str) -> None:
    app = run(PAGE, profile="aa_type=AM;age_years=30")
    assert set(drawn(app)) >= {"AA type", "Sex", "Age, years", "Disease duration"}
    assert "Profile: AA type Multiplex (AM); sex Female; age 30 years" in words(app)
    assert address(app)["profile"] == "aa_type=AM;age_years=30"
    assert notices(app) == []


def test_a_choice_changes_the_prediction_and_the_link(store_setting: str) -> None:
    app = run(PAGE, profile="aa_type=AM")
    before = words(app)
    select(app, "Sex", "M")
    assert words(app) != before
    assert address(app)["profile"] == "aa_type=AM;sex=M"
    select(app, "AA type", "AT")  # the usual one leaves no trace
    assert address(app)["profile"] == "sex=M"


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("aa_type=XX;sex=M", "shown instead: What if sex Male."),
        ("nonsense", "shown instead: What if a usual patient."),
        ("age_years=900", "shown instead: What if a usual patient."),
        ("age_years=nan", "shown instead: What if a usual patient."),
        ("height=3;sex=M", "shown instead: What if sex Male."),
        ("sex=M;sex=F", "shown instead: What if a usual patient."),
    ],
)
def test_a_profile_that_cannot_be_shown_is_refused_in_words(profile: str, said: str, store_setting: str) -> None:
    app = run(PAGE, profile=profile)
    assert said in notices(app)[0]
    assert "Predicted for this profile" in words(app)


def test_a_profile_stays_in_the_link_where_there_is_no_prediction(store_setting: str) -> None:
    assert address(run(PAGE, profile="sex=M", model="least_squares"))["profile"] == "sex=M"
    assert address(run(PAGE, profile="sex=M", where="aa_type=AM;ivmp_history=1"))["profile"] == "sex=M"


def test_a_value_that_a_filter_takes_away_lapses_without_blame(store_setting: str) -> None:
    app = run(PAGE, profile="sex=M", where="aa_type=AT,AU")
    assert "sex Male" in words(app)
    assert notices(app) == []


def test_a_profile_beyond_the_patients_is_marked(store_setting: str) -> None:
    app = run(PAGE, profile="aa_type=AM;age_years=66;baseline_clinro_eyebrow=3;baseline_clinro_eyelash=0")
    assert "farther out than any patient" in words(app)


def test_adjusted_risks_are_drawn_only_when_their_drawer_is_open(store_setting: str) -> None:
    assert not any("adjusted risks" in chart for chart in charts(run(PAGE)))
