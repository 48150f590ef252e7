"""The drawer that tells how far a model can be trusted, open and shut."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PAGES, charts, run, words

PAGE = next(page for page in PAGES if page.stem.endswith("predictors"))


def opened(**address: str) -> AppTest:
    app = run(PAGE, **address)
    app.session_state["diagnostics_drawer"] = True
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize(
    ("model", "headings"),
    [
        ("logistic", ("ROC curve", "Calibration", "What single patients do", "Without any one patient")),
        ("least_squares", ("Residuals", "Q-Q plot", "What single patients do", "Without any one patient")),
    ],
)
@pytest.mark.parametrize("where", ["", "sex=F"])
def test_an_open_drawer_has_its_plots_and_tables(store_setting: str, model: str, headings: tuple[str, ...], where: str) -> None:
    app = opened(model=model, where=where)
    said = words(app)
    assert all(f"<h2 class='card-title'>{heading}</h2>" in said for heading in headings)
    assert sum("Cook's distance" in one for one in charts(app)) == 1


def test_a_shut_drawer_computes_nothing(store_setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.ui.diagnostics_blocks.diagnose_model", lambda *_: pytest.fail("computed"))
    assert "ROC curve" not in words(run(PAGE))


@pytest.mark.parametrize("where", ["aa_type=OA;sex=F;age_years=18..35", "age_years=119.."])
def test_without_a_model_there_is_nothing_to_trust(store_setting: str, where: str) -> None:
    assert "ROC curve" not in words(opened(where=where))
