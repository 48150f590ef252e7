"""An import killed at 100 random moments: the version in force always opens, and is the old one or the new one whole."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.broken.killed import Killing
from bench.measured import Note

MOMENTS = "REGROW_KILLS"  # how many, 100 where it is not set
SEED = 1


def lines() -> Iterator[Note]:
    """One line of counts, and one for each moment after which something was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        killing = Killing(Path(folder))
        yield Note(f"four files with a mapping, imported in {killing.seconds:.2f} s; seed {SEED}")
        kills = list(killing.kills(int(os.environ.get(MOMENTS, "100")), SEED))
        swept = killing.swept()
    wrong = [one for one in kills if one.wrong]
    cut, new, left = (sum(n) for n in zip(*((not one.ended, one.new, one.left_behind > 0) for one in kills), strict=True))
    yield Note(
        f"{len(kills)} moments: {cut} killed, {len(kills) - cut} had ended; in force the old version {len(kills) - new}, "
        f"the new one {new}; something left behind {left}, swept a day later: {'yes' if swept else 'NO'}; failures {len(wrong)}"
    )
    yield from (Note(f"    after {one.after:.3f} s: {'; '.join(one.wrong)}") for one in wrong)
