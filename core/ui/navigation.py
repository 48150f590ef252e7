"""The menu: one page a file under pages/<section>/, in the order of the file names."""

import ast
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PAGES = Path(__file__).resolve().parents[2] / "pages"
SECTIONS = ("cohort", "response", "safety", "share")


def menu() -> dict[str, list[StreamlitPage]]:
    """What a meeting looks at side by side, in the order of the file names; what is done with the data behind one word."""
    looked_at = [page for section in SECTIONS for page in _pages(section)]
    return {"": looked_at, "Data": _pages("data")}


def page_at(url: str) -> StreamlitPage:
    """The page of that address, as the menu has it."""
    return next(one for pages in menu().values() for one in pages if one.url_path == url)


def _pages(section: str) -> list[StreamlitPage]:
    return [_page(path) for path in sorted((PAGES / section).glob("[0-9]*_*.py"))]


def _page(path: Path) -> StreamlitPage:
    return st.Page(path, title=title_of(path), url_path=path.stem.split("_", 1)[1].replace("_", "-"))


@cache
def title_of(path: Path) -> str:
    """The page's title: the first line of its docstring, read once: every run of every page asks for all of them."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem
    return docstring.splitlines()[0].rstrip(".")
