"""Pictures drawn by a browser on this machine: of print resolution, with title and cohort inside."""

import io
import re
import struct
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import plotly.graph_objects as go
import pypdf
import pytest

from core.catalogue import current
from core.charts.printed import printed
from core.charts.rate_bars import rate_bars
from core.domain.caption import Caption
from core.domain.errors import RequestError
from core.export.picture import _stop, browser, picture
from core.store.cohort_store import CohortStore
from core.words.rates import caption
from tests.building import ask

CATALOGUE = current()
needs_browser = pytest.mark.skipif(browser() is None, reason="no Chrome or Chromium on this machine")


@pytest.fixture(scope="module", autouse=True)
def no_browser_left_behind() -> Iterator[None]:
    yield
    _stop()


@pytest.fixture
def words(reference: CohortStore) -> Caption:
    return drawing(reference)[1]


@pytest.fixture
def figure(reference: CohortStore) -> go.Figure:
    return drawing(reference)[0]


def drawing(store: CohortStore) -> tuple[go.Figure, Caption]:
    result = ask(store, "aa_type", where="sex=F;age_years=18..60")
    words = caption(CATALOGUE, result, "rates", date(2026, 8, 1))
    return printed(rate_bars(result), words), words


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@needs_browser
def test_a_png_is_of_print_resolution(figure: go.Figure) -> None:
    content = picture(figure, "png")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content[12:16] == b"IHDR"
    assert struct.unpack(">II", content[16:24]) == (4800, 4 * round(figure.layout.height))


@needs_browser
def test_an_svg_holds_title_and_cohort_as_text(figure: go.Figure, words: Caption) -> None:
    content = picture(figure, "svg").decode()
    assert content.lstrip().startswith("<svg")
    text = squeezed(unescape(re.sub(r"<[^>]+>", "", content)))
    assert squeezed(words.title) in text
    assert squeezed("Patients with sex Female and age 18 to 60 years.") in text
    assert squeezed(words.data) in text


@needs_browser
def test_a_pdf_holds_title_and_cohort_as_text(figure: go.Figure, words: Caption) -> None:
    content = picture(figure, "pdf")
    assert content.startswith(b"%PDF")
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    text = squeezed(pages[0].extract_text())
    assert squeezed(words.title) in text
    assert squeezed(words.cohort) in text


def test_without_a_browser_the_reader_is_told_what_to_do(
    figure: go.Figure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGROW_CHROME", str(tmp_path / "nowhere"))
    assert browser() is None
    with pytest.raises(RequestError, match="PNG and SVG work without it; or install Chromium"):
        picture(figure, "pdf")


def test_the_browser_named_by_the_setting_is_the_one_that_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "chrome"
    named.touch()
    monkeypatch.setenv("REGROW_CHROME", str(named))
    assert browser() == named
