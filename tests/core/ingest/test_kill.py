"""An import that is killed at any moment leaves a version in force that opens whole; `python -m bench kill` tries 100."""

import pytest

from bench.broken.killed import Kill, Killing

MOMENTS = 12


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Killing, list[Kill]]:
    killing = Killing(tmp_path_factory.mktemp("killed"))
    return killing, list(killing.kills(MOMENTS, seed=7))


def test_the_old_version_or_the_new_one_is_in_force_and_every_version_is_whole(killed: tuple[Killing, list[Kill]]) -> None:
    assert [one.wrong for one in killed[1]] == [()] * MOMENTS


def test_most_of_the_imports_were_killed_before_they_ended(killed: tuple[Killing, list[Kill]]) -> None:
    assert sum(not one.ended for one in killed[1]) > MOMENTS / 2
    assert not all(one.new for one in killed[1])


def test_what_was_left_behind_is_swept_a_day_later(killed: tuple[Killing, list[Kill]]) -> None:
    killing, _ = killed
    (killing.store / ".building-0123.duckdb").write_bytes(b"half")
    (killing.store / ".current-0123").write_text("cohort-none.duckdb", encoding="utf-8")
    assert killing.swept()
    others = {path.name for path in killing.store.iterdir()} - {path.name for path in killing.store.glob("cohort-*.duckdb")}
    assert others == {"CURRENT", ".lock", "history.jsonl"}
