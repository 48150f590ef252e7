"""The web server around the dashboard: compression, security headers and a warm start.

Everything the pages need is served from here; the Content-Security-Policy lets the browser ask nobody else.
"""

import base64
import gc
import hashlib
import re
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.ui.files import FRAMEWORK, LEVEL, FilesFromMemory

SCRIPT = Path(__file__).with_name("dashboard.py")
EARLY = ("PlotlyChart", "withFullScreenWrapper", "printWidthCap", "resolveDefaultExport", "Html", "purify.es")
SMALLEST_COMPRESSED = 500  # bytes
FIRST_PAGE = 2.0  # seconds in which the first page is drawn, and both server and browser have enough to do
POLITE = 0.0002  # seconds until the head start lets a waiting request go first; the usual 0.005 adds up over a hundred files


def middleware() -> list[Middleware]:
    """Compression and security headers, for every response."""
    packed = Middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED, compresslevel=LEVEL)
    return [Middleware(SecurityHeaders), Middleware(FilesFromMemory), packed]


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Lets the server answer at once, and loads and computes beside it what the first page will need."""
    threading.Thread(target=_head_start, name="head start", daemon=True).start()
    yield
    if drafts := sys.modules.get("core.ingest.drafts"):
        drafts.close_all()  # nothing of files that were looked at stays


def _head_start() -> None:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(POLITE)
    gc.disable()  # nothing that is loaded now is garbage
    try:
        from core.ui import warm  # the heavy libraries come with it, after the server has begun to answer

        warm.first_page()
    finally:
        sys.setswitchinterval(usual)
        gc.enable()
    time.sleep(FIRST_PAGE)
    warm.first_clicks()


class SecurityHeaders:
    """Adds the headers that keep the page to itself: no other host, no frame around it, no sniffing, no referrer.

    The page itself gets one more: the browser fetches what every page draws with at once, and not when the first chart comes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = [(name.encode(), value.encode()) for name, value in security_headers().items()]
        self.early = (b"link", early_hints().encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and adds the headers to its response."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                page = any(name == b"content-type" and value.startswith(b"text/html") for name, value in given)
                message["headers"] = [*given, *self.headers, *([self.early] if page else [])]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def security_headers() -> dict[str, str]:
    """Header name -> value. Scripts: our own files, and the one inline script of the page that frames the dashboard."""
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' blob: {inline_script_hashes()}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
    }


def early_hints() -> str:
    """The framework's files that charts are drawn with, as a Link header, with what these import: it would come last.

    What the controls are drawn with comes when it is asked for: the browser would fetch it before the page's own files.
    """
    found = [path.name for part in EARLY for path in sorted((FRAMEWORK / "static" / "js").glob(f"{part}.*.js"))]
    return ", ".join(f"<./static/js/{name}>; rel=modulepreload" for name in found)


def inline_script_hashes() -> str:
    """The hashes of the scripts written into the framework's own page, so that no other inline script may run."""
    page = (FRAMEWORK / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    return " ".join(f"'sha256-{digest}'" for digest in digests)
