"""Who is treated: one block of patients with their disease, treatment, prognosis and end of follow-up."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from core.synthesis.draws import Codes, Flags, Numbers, codes, codes_by_row, gaps, identifiers, numbers, table, tenths, texts

TYPES = ("AM", "OA", "AT", "AU", "diffuse", "patchy", "other")
WHOLE = (TYPES.index("AT"), TYPES.index("AU"))
TYPE_SHARES = (0.30, 0.08, 0.20, 0.22, 0.07, 0.11, 0.02)
TYPE_LOGIT = (0.9, -0.3, -0.4, -0.9, 0.3, 1.2, 0.2)
REGIMENS = (  # drug, mg a day, share, effect on the log odds of response
    ("baricitinib", 4, 0.45, 0.2),
    ("baricitinib", 2, 0.13, -0.6),
    ("ritlecitinib", 50, 0.25, -0.1),
    ("deuruxolitinib", 16, 0.10, 0.2),
    ("upadacitinib", 15, 0.04, 0.3),
    ("upadacitinib", 30, 0.03, 0.6),
)
REASONS = ("lack_of_efficacy", "adverse_event", "patient_choice", "cost", "moved", "lost_to_follow_up", "other")
REASON_SHARES = ((0.02, 0.12, 0.28, 0.18, 0.10, 0.25, 0.05), (0.45, 0.10, 0.15, 0.08, 0.05, 0.14, 0.03))
ADVERSE_EVENT = REASONS.index("adverse_event")
MONTHLY_STOPS = (0.012, 0.022)  # of those with a good and a poor prognosis; about one in five by month 12
FIRST_DAY, DAYS = np.datetime64("2020-01-01"), 365 * 5


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One block, an array a property. `stop` is the month treatment ends, infinite for those seen to the last month."""

    first: int
    kind: Codes
    female: Flags
    age: Codes
    duration: Numbers
    ivmp: Flags
    regimen: Codes
    site: Codes
    salt: Numbers
    responds: Flags
    stop: Numbers
    reason: Codes
    last_month: float

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def follow_up(self) -> Numbers:
        """Months from the first dose to the end of what was seen."""
        return np.minimum(self.stop, self.last_month)

    @property
    def ids(self) -> pa.Array:
        """The identifiers."""
        return identifiers(self.first, len(self))

    @property
    def whole(self) -> Flags:
        """Whether all scalp hair is lost by definition: totalis and universalis."""
        return np.isin(self.kind, WHOLE)


def draw_people(rng: np.random.Generator, block: tuple[int, int], centres: int, last_month: float) -> People:
    """A block (number of its first patient, how many) of patients."""
    first, n = block
    kind, female, ivmp = codes(rng, TYPE_SHARES, n), rng.random(n) < 0.62, rng.random(n) < 0.3
    age = np.clip(np.round(rng.normal(38, 14, n)), 12, 85).astype(np.int64)
    duration = tenths(np.clip(rng.lognormal(np.log(4.5), 1.0, n), 0.5, np.minimum(age, 60)))
    regimen = codes(rng, [regimen[2] for regimen in REGIMENS], n)
    salt = _baseline(rng, kind)
    responds = rng.random(n) < _chance(kind, duration, salt, regimen, ivmp)
    stop = np.maximum(tenths(rng.exponential(1 / np.where(responds, *MONTHLY_STOPS))), 0.1)
    return People(
        first=first,
        kind=kind,
        female=female,
        age=age,
        duration=duration,
        ivmp=ivmp,
        regimen=regimen,
        site=codes(rng, 1 / np.sqrt(np.arange(1, centres + 1)), n),
        salt=salt,
        responds=responds,
        stop=np.where(stop <= last_month, stop, np.inf),
        reason=codes_by_row(rng, np.array(REASON_SHARES)[1 - responds.astype(np.int64)]),
        last_month=last_month,
    )


def _baseline(rng: np.random.Generator, kind: Codes) -> Numbers:
    """SALT at month 0: 95 to 100, mostly 100, in totalis and universalis; 30 or 50 upward in the other types."""
    n = len(kind)
    whole = np.where(rng.random(n) < 0.85, 100.0, rng.uniform(95, 100, n))
    low = np.where(kind == TYPES.index("patchy"), 30.0, 50.0)
    part = low + (99 - low) * rng.beta(1.2, 1.6, n)
    return tenths(np.where(np.isin(kind, WHOLE), whole, part))


def _chance(kind: Codes, duration: Numbers, salt: Numbers, regimen: Codes, ivmp: Flags) -> Numbers:
    """The chance of a good response: a logistic model of type, duration, severity, regimen and prior IVMP."""
    logit = -0.3 + np.array(TYPE_LOGIT)[kind] - 0.45 * np.log(duration / 4) - 0.03 * (salt - 75) + 0.3 * ivmp
    return np.asarray(1 / (1 + np.exp(-logit - np.array([each[3] for each in REGIMENS])[regimen])))


def patient_table(rng: np.random.Generator, people: People, centres: int) -> pa.Table:
    """The patient table of a block; a few values in a hundred are not recorded in most columns."""
    n = len(people)
    relapsed = np.maximum(tenths(people.duration * rng.uniform(0.05, 1, n)), 0.3)
    episode = np.where(rng.random(n) < 0.5, people.duration, relapsed)
    contact = rng.random(n) < np.where(people.duration > 2, 0.45, 0.25)
    still = ~np.isfinite(people.stop)
    width = len(str(centres))
    return table(
        {
            "patient_id": people.ids,
            "aa_type": texts(TYPES, people.kind, gaps(rng, 0.01, n)),
            "sex": texts(("M", "F"), people.female.astype(np.int64), gaps(rng, 0.002, n)),
            "age_years": numbers(people.age),
            "duration_years": numbers(people.duration, gaps(rng, 0.02, n)),
            "episode_years": numbers(np.minimum(episode, people.duration), gaps(rng, 0.05, n)),
            "atopic_dermatitis": numbers(rng.random(n) < 0.25, gaps(rng, 0.02, n)),
            "ivmp_history": numbers(people.ivmp, gaps(rng, 0.03, n)),
            "topical_immunotherapy_history": numbers(contact, gaps(rng, 0.04, n)),
            "prior_jak_inhibitor": numbers(rng.random(n) < 0.06, gaps(rng, 0.02, n)),
            "drug": texts([regimen[0] for regimen in REGIMENS], people.regimen),
            "dose_mg": numbers(np.array([regimen[1] for regimen in REGIMENS])[people.regimen], gaps(rng, 0.01, n)),
            "site": texts([f"Centre {number:0{width}}" for number in range(1, centres + 1)], people.site),
            "start_date": numbers(FIRST_DAY + rng.integers(0, DAYS, n), gaps(rng, 0.01, n)),
            "stop_month": numbers(people.stop, still),
            "stop_reason": texts(REASONS, people.reason, still | gaps(rng, 0.03, n)),
        }
    )
