"""A figure as PNG, SVG or PDF, made on this machine by an installed Chrome, kept running between pictures.

The library that talks to Chrome is loaded with the first picture, not with the first page.
"""

import atexit
import os
import threading
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go

from core.domain.errors import RequestError

Format = Literal["png", "svg", "pdf"]
SCALE = 4  # PNG pixels for one of the figure: 4800 wide, 300 dpi on A3
NO_BROWSER = (
    "A PDF is drawn by Chrome or Chromium, and none is installed on this machine. "
    "PNG and SVG work without it; or install Chromium and come back."
)
NOWHERE = "http://127.0.0.1:9"  # where the drawing browser sends whatever it would ask the network for
_drawing = threading.Lock()
_started = False


def browser() -> Path | None:
    """The Chrome that would draw; None where there is none. REGROW_CHROME names one."""
    named = os.environ.get("REGROW_CHROME") or os.environ.get("BROWSER_PATH")
    if named:
        return Path(named) if Path(named).is_file() else None
    from choreographer.browsers.chromium import Chromium

    found = Chromium.find_browser(skip_local=False)
    return Path(found) if found else None


def picture(figure: go.Figure, form: Format) -> bytes:
    """The picture's bytes. Raises RequestError where no Chrome is installed or it cannot draw."""
    path = browser()
    if path is None:
        raise RequestError(NO_BROWSER)
    with _drawing:
        for attempt in (1, 2):
            try:
                _start(path)
                options = {"format": form, "scale": SCALE if form == "png" else 1}
                return bytes(_drawing_library().calc_fig_sync(figure.to_dict(), opts=options))
            except Exception as error:  # the browser died: one fresh start
                _stop()
                if attempt == 2:
                    raise RequestError(f"Chrome could not draw the picture ({error}). Use PNG or SVG.") from error
    raise AssertionError("unreachable")


def _drawing_library() -> Any:
    import kaleido

    return kaleido


def _start(path: Path) -> None:
    global _started
    if not _started:
        os.environ["BROWSER_PATH"] = str(path)
        atexit.register(_stop)
        _drawing_library().start_sync_server(n=1, timeout=30, mathjax=False, proxy_server=NOWHERE, silence_warnings=True)
        _started = True


def _stop() -> None:
    global _started
    if _started:
        _drawing_library().stop_sync_server(silence_warnings=True)
        _started = False
