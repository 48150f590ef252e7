"""A measure at a landmark month is a term like any other on the predictors page; terms of a link are checked before use."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.core.ui.test_what_if import PAGE, drawn
from tests.test_pages import address, charts, run

DRAWERS = ("subgroups", "what_if", "adjusted", "scan", "diagnostics", "terms")


def opened(drawer: str, **address: str) -> AppTest:
    app = run(PAGE, **address)
    app.session_state[f"{drawer}_drawer"] = True
    app.run()
    assert not app.exception, app.exception
    return app


def with_terms_open(app: AppTest) -> AppTest:
    """The page with its drawer of terms open."""
    epoch = app.session_state["link_epoch"]
    app.session_state[f"terms_published_{epoch}"] = True
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("drawer", DRAWERS)
@pytest.mark.parametrize("terms", ["sex=M;salt@3:20", "sex=M;salt@3*10;sex*salt@3"])
def test_every_drawer_opens_beside_a_landmark(store_setting: str, terms: str, drawer: str) -> None:
    app = opened(drawer, terms=terms)
    assert address(app)["terms"] == terms


def test_a_profile_can_name_a_landmark(store_setting: str) -> None:
    app = run(PAGE, terms="sex=M;salt@3*10", profile="salt@3=40")
    assert "SALT at month 3" in drawn(app)
    assert address(app)["profile"] == "salt@3=40"


def test_a_landmark_can_be_chosen_in_an_interaction(store_setting: str) -> None:
    app = with_terms_open(run(PAGE, terms="sex=M;salt@3*10"))
    pairs = next(box for box in app.multiselect if box.label == "Interactions")
    assert pairs.options == ["Sex × SALT at month 3"]
    pairs.set_value(["sex*salt@3"]).run()
    assert not app.exception, app.exception
    assert address(app)["terms"] == "sex=M;salt@3*10;sex*salt@3"


@pytest.mark.parametrize(
    "terms", ["age_years:20;age_years:30", ";".join(f"age_years:{at}" for at in range(20, 40)), "sex=M;age_years*1e9"]
)
def test_terms_that_cannot_stand_together_give_way_to_the_preset(store_setting: str, terms: str) -> None:
    app = run(PAGE, terms=terms)
    assert "terms" not in address(app)
    assert charts(app)
