"""`python -m core`: the same analyses without a browser."""

import os
import sys

from core.cli import main


def run() -> int:
    """Runs the command; 1, without a word, where the reader of its output has gone, as `head` does after some lines."""
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()  # what is still to be written breaks here and not after the last line of this file
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


if __name__ == "__main__":
    sys.exit(run())
