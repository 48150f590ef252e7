"""The choice of what becomes of missing values, kept in the link; cards that do not impute say so."""

import pytest
from streamlit.testing.v1 import AppTest

from core.words.imputation import COMPLETE_ONLY
from tests.test_pages import PAGES, run, words

PAGE = next(page for page in PAGES if page.stem.endswith("predictors"))
DRAWERS = ("adjusted", "what_if", "scan", "subgroups", "diagnostics")


def opened(drawer: str, **address: str) -> AppTest:
    app = run(PAGE, **address)
    app.session_state[f"{drawer}_drawer"] = True
    app.run()
    assert not app.exception, app.exception
    return app


def test_a_link_that_imputes_shows_imputed_estimates(store_setting: str) -> None:
    assert "Imputed 20 times by chained equations" in words(run(PAGE, missing="multiple"))
    assert "Imputed" not in words(run(PAGE))


@pytest.mark.parametrize("drawer", DRAWERS)
def test_cards_that_do_not_impute_say_so(store_setting: str, drawer: str) -> None:
    assert COMPLETE_ONLY in words(opened(drawer, missing="multiple"))
    assert COMPLETE_ONLY not in words(opened(drawer))


@pytest.mark.parametrize("model", ["logistic", "least_squares"])
@pytest.mark.parametrize("where", ["sex=F", "aa_type=OA;sex=F;age_years=18..35"])
def test_few_patients_break_nothing(store_setting: str, model: str, where: str) -> None:
    run(PAGE, missing="multiple", model=model, where=where)
