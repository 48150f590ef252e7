"""A real server and a real browser; every request the browser makes is recorded."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from core.store.location import SETTING, Location

ROOT = Path(__file__).parents[2]
CHROME_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DRAWN = ".js-plotly-plot .main-svg"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser that is installed, or Playwright's own."""
    path = os.environ.get("REGROW_CHROME")
    return {**browser_type_launch_args, **({"executable_path": path} if path else {}), "args": list(CHROME_FLAGS)}


@contextmanager
def serving(store: str, **settings: str) -> Iterator[str]:
    """Runs the dashboard on a free port until the block is left."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address", "127.0.0.1",
               "--server.headless", "true"]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {SETTING: store} | settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(scope="session")
def server(reference_location: Location) -> Iterator[str]:
    """The dashboard over the bundled cohort."""
    with serving(f"duckdb:{reference_location.folder}") as url:
        yield url


@pytest.fixture
def open_page(server: str, page: Page) -> Callable[..., Page]:
    """Opens an address of the dashboard and waits until it is drawn."""

    def open_address(address: str = "/", wait_for: str = DRAWN) -> Page:
        page.goto(server + address)
        page.locator(wait_for).first.wait_for(timeout=20_000)
        return page

    return open_address


@pytest.fixture
def requests_of(page: Page) -> list[Request]:
    """Every request the page makes."""
    made: list[Request] = []
    page.on("request", lambda request: made.append(request))
    return made


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Further pages, each in a browser profile of its own."""
    contexts = []

    def make(**options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()
