"""The command that makes a synthetic registry."""

import argparse
from pathlib import Path

from core.domain.errors import RequestError
from core.synthesis import synthesize


def synthesize_command(command: argparse.ArgumentParser) -> None:
    """The options of `synthesize`."""
    command.add_argument("--patients", type=int, required=True)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--out", type=Path, required=True, help="the folder the tables are written to")
    command.set_defaults(run=_synthesize)


def _synthesize(options: argparse.Namespace) -> None:
    try:
        synthesize(options.patients, options.seed, options.out)
    except OSError as error:
        raise RequestError(
            f"Cannot write to {options.out.name!r} ({error.strerror}). Name a folder that can be written."
        ) from error
    print(f"Wrote a synthetic registry of {options.patients:,} patients. Publish it with: python -m core import FOLDER")
