"""The documentation says what the program does."""

import importlib.util
from pathlib import Path

from core.catalogue import current
from core.cli import parser

ROOT = Path(__file__).parents[1]


def test_the_data_model_is_written_as_the_catalogue_has_it() -> None:
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    written = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    assert written == made.data_model(), "run: python docs/make.py"
    assert all(f"| {variable.name} |" in written for table in current().tables for variable in table)


def test_the_read_me_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("make run", "make test", "make check", "make bench", *(f"python -m core {name}" for name in commands())):
        assert command in text, command
    assert "not a medical device" in text
    assert (ROOT / "docs" / "screenshot.png").is_file()


def commands() -> list[str]:
    """Every command of the program."""
    return [name for action in parser()._actions if action.choices for name in action.choices]
