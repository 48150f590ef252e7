"""How far an import has come is told in order, to whoever watches and to nobody else."""

from pathlib import Path

import pytest

from core.catalogue import current
from core.cli.progress import bar
from core.domain.progress import BEGINS, Step, progress, watched
from core.ingest.bundle import bring_in
from core.store.location import Location
from core.words.imports import STEPS
from tests.building import REFERENCE


def test_an_import_tells_every_step_and_never_goes_back(tmp_path: Path) -> None:
    told: list[tuple[Step, float]] = []
    with watched(lambda step, share: told.append((step, share))):
        bring_in([REFERENCE], current(), Location(tmp_path))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] < 1
    assert [*dict(told), "done"] == list(BEGINS) == list(STEPS)


def test_nobody_is_told_who_does_not_watch() -> None:
    told: list[float] = []
    with watched(lambda _, share: told.append(share)):
        progress("checking", 0.5)
    progress("writing")
    assert told == [pytest.approx((BEGINS["checking"] + BEGINS["tables"]) / 2)]


def test_the_bar_is_for_a_terminal_alone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with bar():
        progress("checking")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("core.cli.progress.UNSEEN", -1)
    with bar():
        progress("checking")
    assert "42%  Checking" in capsys.readouterr().err
