"""The framework's own scripts, styles and fonts, read and compressed once and then served from memory.

Some sixty files make up the first page. The framework reads each in several small steps, which wait in line behind the head
start, and compresses it anew for every reader.
"""

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FRAMEWORK = Path(streamlit.__file__).parent / "static"
COMPRESSED = frozenset({".js", ".css", ".svg"})
LEVEL = 3  # of 9: twice as fast as 6 for a tenth more bytes, and the first page waits for it
UNCHANGING = "public, immutable, max-age=31536000"  # their names carry a hash of their content


class FilesFromMemory:
    """Answers for the framework's files, known by name beforehand; everything else goes on to the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = {
            f"/{path.relative_to(FRAMEWORK).as_posix()}": path for path in (FRAMEWORK / "static").rglob("*") if path.is_file()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file, or passes the request on."""
        path = self.files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path is None:
            await self.app(scope, receive, send)
            return
        zipped = path.suffix in COMPRESSED and "gzip" in Headers(scope=scope).get("accept-encoding", "")
        headers = {"cache-control": UNCHANGING, "vary": "Accept-Encoding"} | ({"content-encoding": "gzip"} if zipped else {})
        await Response(content(path, zipped=zipped), headers=headers, media_type=media_type(path))(scope, receive, send)


@lru_cache(maxsize=1000)
def content(path: Path, *, zipped: bool) -> bytes:
    """The bytes of a file as they are sent."""
    plain = path.read_bytes()
    return gzip.compress(plain, LEVEL, mtime=0) if zipped else plain


def media_type(path: Path) -> str:
    """The type a browser is told; scripts must be called scripts, whatever the machine's own table says."""
    if path.suffix == ".js":
        return "text/javascript"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
