"""The headers of every response, and the menu."""

import base64
import contextlib
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from core.ui.files import FRAMEWORK, FilesFromMemory
from core.ui.navigation import PAGES, title_of
from core.ui.server import early_hints, security_headers

FRAMEWORK_PAGE = FRAMEWORK / "index.html"


def policy() -> dict[str, list[str]]:
    parts = security_headers()["content-security-policy"].split("; ")
    return {name: values for name, *values in (part.split(" ") for part in parts)}


def test_scripts_run_from_our_own_files_only() -> None:
    allowed = policy()["script-src"]
    assert "'unsafe-eval'" not in allowed
    assert "'unsafe-inline'" not in allowed
    assert "'self'" in allowed
    assert not [source for values in policy().values() for source in values if "http" in source or "*" in source]


def test_the_one_inline_script_of_the_framework_is_allowed_by_its_hash() -> None:
    page = FRAMEWORK_PAGE.read_text(encoding="utf-8")
    inline = [body for head, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL) if "src=" not in head]
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in inline}
    assert hashes
    assert {source for source in policy()["script-src"] if source.startswith("'sha256-")} == hashes


def test_nothing_may_frame_the_page_or_learn_where_a_reader_came_from() -> None:
    headers = security_headers()
    assert policy()["default-src"] == ["'self'"]
    assert policy()["frame-ancestors"] == ["'none'"]
    assert policy()["object-src"] == ["'none'"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def list_menu() -> None:
    import json

    import streamlit as st

    from core.ui import navigation

    st.text(json.dumps([[page.title, page.url_path] for pages in navigation.menu().values() for page in pages]))


def test_the_menu_has_every_page_file_under_the_title_of_its_docstring() -> None:
    app = AppTest.from_function(list_menu).run()
    assert not app.exception
    files = sorted(PAGES.rglob("*.py"))
    listed = dict(json.loads(app.text[0].value))
    assert len(listed) == len(files) > 0
    for path in files:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert title_of(path) == first.removeprefix('"""').removesuffix(".")
        assert title_of(path) in listed
    assert len(set(listed.values())) == len(files)


def test_a_page_without_a_docstring_is_called_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "10_events.py"
    path.write_text("x = 1\n", encoding="utf-8")
    assert title_of(path) == "10_events"


async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
    await Response("passed on", status_code=404)(scope, receive, send)


FILES = FilesFromMemory(nobody)


def get(path: str, accepted: str = "gzip") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", accepted.encode())]}
    with contextlib.suppress(StopIteration):  # nothing here waits, so one push runs it to its end, inside another loop or not
        FILES(scope, receive, send).send(None)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("accepted", ["gzip, deflate", "identity"])
def test_the_frameworks_files_come_whole_and_compressed_where_that_is_understood(accepted: str) -> None:
    for path in (FRAMEWORK / "static").rglob("*"):
        if path.is_file():
            status, headers, body = get(f"/{path.relative_to(FRAMEWORK).as_posix()}", accepted)
            zipped = accepted.startswith("gzip") and path.suffix in {".js", ".css", ".svg"}
            assert (status, headers.get("content-encoding")) == (200, "gzip" if zipped else None)
            assert (gzip.decompress(body) if zipped else body) == path.read_bytes()


def test_scripts_are_called_scripts_and_kept_for_a_year() -> None:
    script = next((FRAMEWORK / "static" / "js").glob("PlotlyChart.*.js"))
    _, headers, _ = get(f"/static/js/{script.name}")
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    assert headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/static/../index.html", "/static/js/none.js", "/static/%2e%2e/x", "/etc/passwd", "/"])
def test_only_known_files_are_answered(path: str) -> None:
    assert get(path)[0] == 404


def test_the_page_asks_early_for_what_it_is_drawn_with() -> None:
    hints = early_hints().split(", ")
    assert len(hints) == 6
    for hint in hints:
        name = re.fullmatch(r"<\./(static/js/[\w.-]+\.js)>; rel=modulepreload", hint)
        assert name
        assert (FRAMEWORK / name[1]).is_file()


def test_nothing_that_a_chart_is_drawn_with_is_asked_for_late() -> None:
    """A script that another imports is fetched only when that one has come, behind all that was asked for in between."""
    scripts = FRAMEWORK / "static" / "js"
    early = set(re.findall(r"static/js/([\w.-]+)", early_hints()))
    with_the_page = set(re.findall(r"static/js/([\w.-]+\.js)", FRAMEWORK_PAGE.read_text(encoding="utf-8")))
    imported = {
        name for script in early for name in re.findall(r'from"\./([\w.-]+\.js)"', (scripts / script).read_text("utf-8"))
    }
    assert imported
    assert imported <= early | with_the_page
