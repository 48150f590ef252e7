"""Broken files end in a result or a refusal in words, and in nothing else; `python -m bench fuzz` tries 10,000."""

import signal
import threading
from pathlib import Path

import pytest

from bench.broken.jobs import KINDS, Kind, made
from bench.broken.seeds import PATIENTS
from bench.broken.watcher import Watcher, outcomes

FILES = 200
SEED = 20261123


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.what)
def test_a_broken_file_ends_in_a_result_or_in_a_refusal_in_words(kind: Kind, tmp_path: Path) -> None:
    n = max(2, kind.share * FILES // 10_000)
    failed = {at: one.wrong for at, _, one in outcomes(made(kind, n, SEED), tmp_path) if one.outcome == "failure"}
    assert not failed


def test_the_kinds_make_up_all_of_the_files() -> None:
    assert sum(kind.share for kind in KINDS) == 10_000


def test_a_process_that_dies_over_a_file_is_a_failure_and_the_next_file_gets_another(tmp_path: Path) -> None:
    files = {"patient.csv": PATIENTS}
    with Watcher(tmp_path) as watcher:
        assert watcher.outcome(files).outcome == "result"
        process = watcher._started()
        process.send_signal(signal.SIGSTOP)  # so that it dies with the file before it
        threading.Timer(0.3, process.kill).start()
        died = watcher.outcome(files)
        assert (died.outcome, died.wrong) == ("failure", ("the process died (-9)",))
        assert watcher.outcome(files).outcome == "result"
