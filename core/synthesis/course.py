"""How SALT, its areas, brows and lashes go from visit to visit."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from core.synthesis.draws import Codes, Flags, Numbers, codes, gaps, numbers, table, tenths
from core.synthesis.people import TYPES, People

AREAS = {"salt_top": 0.40, "salt_back": 0.24, "salt_right": 0.18, "salt_left": 0.18}
OPHIASIS = np.array([-24.0, 16.0, 16.0, 16.0])  # the margin is lost, the top kept
MISSED, OFF_SCHEDULE, FURTHEST_OFF = 0.05, 0.12, 0.4  # shares of visits; months
CLINRO_SHARES = {"AU": (0.05, 0.10, 0.30, 0.55), "AT": (0.30, 0.25, 0.25, 0.20)}
OTHER_CLINRO = (0.55, 0.25, 0.13, 0.07)
REGAINED = (0.35, 0.71)  # brows or lashes, by whether the scalp responds


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of a block that took place: whose, when, and how much of the way is gone by then (0 to 1)."""

    who: Codes
    month: Numbers
    done: Numbers

    def __len__(self) -> int:
        return len(self.who)

    @property
    def later(self) -> Flags:
        """Whether the visit is after month 0."""
        return self.month > 0


def visit_table(rng: np.random.Generator, people: People, months: tuple[int, ...]) -> pa.Table:
    """The visit table of a block. Month 0 is exact and has a SALT score for everybody."""
    visits = _visits(rng, people, months)
    salt = _salt(rng, people, visits)
    unseen = gaps(rng, 0.015, len(visits)) & visits.later
    columns = {
        "patient_id": people.ids.take(pa.array(visits.who)),
        "month": numbers(visits.month),
        "salt": numbers(salt, unseen),
    }
    columns |= _areas(rng, people, visits, (salt, unseen))
    for part in ("clinro_eyebrow", "clinro_eyelash"):
        columns[part] = numbers(_clinro(rng, people, visits), gaps(rng, 0.04, len(visits)))
    return table(columns)


def _visits(rng: np.random.Generator, people: People, months: tuple[int, ...]) -> Visits:
    shape = (len(people), len(months))
    shift = tenths(rng.uniform(-FURTHEST_OFF, FURTHEST_OFF, shape)) * (rng.random(shape) < OFF_SCHEDULE)
    month = tenths(np.array(months) + shift * (np.array(months) > 0))
    seen = (month <= people.follow_up[:, None]) & (rng.random(shape) >= MISSED) | (month == 0)
    half = rng.lognormal(np.log(4.0), 0.4, len(people))[:, None]  # month at which half of the way is gone
    start = 1 / (1 + np.exp(half / 1.3))
    done = (1 / (1 + np.exp((half - month) / 1.3)) - start) / (1 - start)
    return Visits(np.nonzero(seen)[0], month[seen], done[seen])


def _salt(rng: np.random.Generator, people: People, visits: Visits) -> Numbers:
    """From the baseline towards an end of 0 to 15 in those who respond, of little or part of the way in the others."""
    n = len(people)
    end = np.where(people.responds, 15 * rng.random(n) ** 2, people.salt * (1 - rng.beta(0.5, 3.0, n)))
    first = people.salt[visits.who]
    noise = rng.normal(0, 2.5, len(visits)) * visits.later
    return tenths(np.clip(first + (end[visits.who] - first) * visits.done + noise, 0, 100))


def _areas(rng: np.random.Generator, people: People, visits: Visits, scored: tuple[Numbers, Flags]) -> dict[str, pa.Array]:
    """The four area scores, recorded by every second centre; their weighted sum is SALT but for rounding.

    A patient keeps one pattern of differences, drawn in where an area would leave 0 to 100.
    """
    salt, unseen = scored
    weights = np.array(list(AREAS.values()))
    pattern = rng.normal(0, np.where(people.whole, 4.0, 10.0)[:, None], (len(people), 4))
    pattern -= (pattern @ weights)[:, None]
    pattern += OPHIASIS * (people.kind == TYPES.index("OA"))[:, None]
    step = pattern[visits.who]
    towards = np.where(step > 0, 100 - salt[:, None], salt[:, None])
    room = np.minimum(1, (towards / np.maximum(np.abs(step), 1e-9)).min(axis=1))
    scores = tenths(np.clip(salt[:, None] + room[:, None] * step, 0, 100))
    absent = unseen | (people.site[visits.who] % 2 == 1)
    return {name: numbers(scores[:, place], absent) for place, name in enumerate(AREAS)}


def _clinro(rng: np.random.Generator, people: People, visits: Visits) -> Codes:
    """One score from 0 to 3: regained, to 0 or 1, along with the scalp or not at all."""
    n = len(people)
    start = codes(rng, OTHER_CLINRO, n)
    for kind, shares in CLINRO_SHARES.items():
        start = np.where(people.kind == TYPES.index(kind), codes(rng, shares, n), start)
    end = np.where(start > 1, rng.random(n) < 0.35, 0).astype(np.int64)
    regained = rng.random(n) < np.where(people.responds, REGAINED[1], REGAINED[0])
    drop = np.where(regained, start - end, 0)[visits.who]
    return np.asarray(start[visits.who] - np.round(drop * visits.done).astype(np.int64))
