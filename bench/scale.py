"""The same click over 1,000,000 patients as over 86."""

from collections.abc import Iterator

from bench import servers
from bench.browser import browser, visit
from bench.click import turns
from bench.cohorts import million, reference
from bench.measured import Line
from bench.steps import regrow_steps

TARGET = 1.5


def lines() -> Iterator[Line]:
    """Cohorts never asked for before, then the same ones again."""
    large = million()
    with reference() as small, servers.regrow(large) as many, servers.regrow(small) as few, browser() as opened:
        apps = {"many": (visit(opened, many), regrow_steps()), "few": (visit(opened, few), regrow_steps())}
        for what in ("a new cohort", "a cohort seen before"):
            times = turns(apps)
            what = f"click, {what}, 1,000,000 / 86 patients"
            yield Line(what=what, ours=times["many"], other=times["few"], target=TARGET)
