"""Every layer imports only what its row names; the rest of the house style that a machine can hold."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STANDARD = "standard library"
LAYERS: dict[str, tuple[set[str], set[str]]] = {
    "domain": (set(), set()),
    "catalogue": ({"domain"}, set()),
    "words": ({"domain", "catalogue"}, set()),
    "store": ({"domain", "catalogue"}, {"ibis", "duckdb", "numpy", "pandas", "pyarrow"}),
    "ingest": ({"domain", "catalogue", "store"}, {"openpyxl", "xlrd", "pyreadstat", "pyarrow"}),
    "stats": ({"domain"}, {"numpy", "scipy", "statsmodels", "firthmodels"}),
    "analysis": ({"domain", "catalogue", "store", "stats"}, {"pandas"}),
    "synthesis": ({"domain", "catalogue"}, {"numpy", "pyarrow"}),
    "charts": ({"domain", "words"}, {"plotly"}),
    "tables": ({"domain", "words"}, {"pandas"}),
    "export": ({"domain", "words", "charts", "tables"}, {"plotly", "pandas", "kaleido", "choreographer", "xlsxwriter"}),
    "ui": (
        {"domain", "catalogue", "words", "store", "ingest", "stats", "analysis", "charts", "tables", "export"},
        {"streamlit", "starlette", "pandas", "plotly"},
    ),
    "cli": ({"analysis", "ingest", "words", "export", "domain", "catalogue", "store", "synthesis"}, set()),
    "__main__": ({"cli"}, set()),
    "pages": ({"ui", "charts", "tables", "words", "domain"}, {"streamlit"}),
}
DISEASE = ("salt", "clinro", "alopecia", "baricitinib", "ivmp", "totalis", "ophiasis", "eyebrow")
STDLIB = set(__import__("sys").stdlib_module_names)


def modules() -> list[Path]:
    return sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])


def layer_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return "pages" if parts[0] == "pages" else parts[1].removesuffix(".py")


def imports_of(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_layer_imports_only_what_its_row_names(path: Path) -> None:
    if path == ROOT / "core" / "__init__.py":
        return
    layer = layer_of(path)
    inside, outside = LAYERS[layer]
    for name in imports_of(path):
        first, *rest = name.split(".")
        if first == "core":
            assert rest[0] in inside | {layer}, f"{layer} must not import core.{rest[0]} ({path.name})"
        else:
            assert first in STDLIB | outside, f"{layer} must not import {first} ({path.name})"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_layer_but_the_catalogue_names_a_disease_score(path: Path) -> None:
    if layer_of(path) in ("catalogue", "synthesis"):
        return
    words = _code_strings(path)
    found = [text for text in words if any(name in text.lower() for name in DISEASE)]
    assert not found, f"{path} holds disease facts: {found}"


def _code_strings(path: Path) -> list[str]:
    """Every text and name in the code, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    texts = [
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docstrings
    ]
    return texts + [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_can_be_read_in_one_sitting(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if layer_of(path) == "catalogue" and "alopecia_areata" in path.parts:
        return  # data, not code
    assert lines <= (60 if layer_of(path) == "pages" else 200), f"{path} has {lines} lines"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_longer_than_sixty_lines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{path.name}:{node.name} has {length} lines"


def test_pages_hold_no_function_no_session_and_no_data_frame() -> None:
    for path in (ROOT / "pages").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{path} has no title"
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)], path
        assert "session_state" not in path.read_text(encoding="utf-8"), path


def test_no_page_lies_directly_in_the_pages_folder() -> None:
    assert not list((ROOT / "pages").glob("*.py"))


def test_every_public_function_of_core_says_what_it_gives() -> None:
    silent = []
    for path in (ROOT / "core").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{path} says nothing of itself"
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node) and path.parent.name != "reference":
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not silent
