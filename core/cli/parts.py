"""Commands that give a part of a page each: which options go with which part."""

import argparse
from collections.abc import Mapping
from typing import Any

from core.domain.errors import RequestError

Takes = Mapping[str, tuple[str, ...]]


def part_option(command: argparse.ArgumentParser, takes: Takes, name: str, said: str, **kinds: Any) -> None:
    """An option that is None where it is not given; its help begins with the parts that take it."""
    parts = ", ".join(part for part, names in takes.items() if name in names)
    command.add_argument(f"--{name}", default=None, help=f"({parts}) {said}", **kinds)


def check_options(options: argparse.Namespace, takes: Takes) -> None:
    """Raises RequestError for an option that the part asked for does not take; options not given are None or empty."""
    others = dict.fromkeys(name for names in takes.values() for name in names if name not in takes[options.part])
    for name in others:
        if getattr(options, name) not in (None, [], ""):
            goes = ", ".join(part for part, names in takes.items() if name in names)
            own = ", ".join(f"--{one}" for one in takes[options.part]) or "none of its own"
            raise RequestError(f"--{name} goes with --part {goes}. --part {options.part} takes {own}.")
