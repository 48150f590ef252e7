"""Adverse events and a few blood tests of a block of patients."""

import numpy as np
import pyarrow as pa

from core.synthesis.draws import Codes, Flags, Numbers, codes, gaps, numbers, table, tenths, texts
from core.synthesis.people import ADVERSE_EVENT, People

EVENTS = (  # term, category, share
    ("Acne", "Skin", 0.17),
    ("Nasopharyngitis", "Infection", 0.15),
    ("Headache", "Nervous system", 0.10),
    ("Creatine kinase rise", "Laboratory", 0.11),
    ("Hyperlipidaemia", "Metabolic", 0.10),
    ("eGFR decline", "Renal", 0.10),
    ("Folliculitis", "Skin", 0.07),
    ("Liver enzyme rise", "Hepatic", 0.06),
    ("Herpes simplex", "Infection", 0.05),
    ("Herpes zoster", "Infection", 0.04),
    ("Urinary tract infection", "Infection", 0.03),
    ("Weight gain", "Metabolic", 0.02),
)
EVENTS_A_YEAR = 0.44  # about 0.4 a patient in a registry of twelve months, as some leave early
GRADE_SHARES = (0.70, 0.26, 0.035, 0.005)  # of grades 1 to 4
ACTIONS = ("none", "dose_reduced", "interrupted", "stopped")
LAB_MONTHS = (0, 3, 9)
TESTS = ("creatinine", "ALT", "CK")
UNITS = ("mg/dL", "U/L", "U/L")
WOMEN, MEN = 0, 1
LOWER = np.array([[0.46, 7, 41], [0.65, 10, 59]])
UPPER = np.array([[0.79, 23, 153], [1.07, 42, 248]])
TYPICAL = np.array([[0.62, 14, 85], [0.82, 21, 125]])
SPREAD = np.array([0.11, 0.35, 0.35])  # standard deviation of the logarithm between patients
DRUG_RATIO = np.array([1.055, 1.05, 1.25])  # value under treatment to value before


def event_table(rng: np.random.Generator, people: People) -> pa.Table:
    """The adverse events of a block. Whoever stopped for one has one, and it says so."""
    stopped = np.isfinite(people.stop) & (people.reason == ADVERSE_EVENT)
    n_each = np.maximum(rng.poisson(EVENTS_A_YEAR / 12 * people.follow_up), stopped)
    who = np.repeat(np.arange(len(people)), n_each)
    n = len(who)
    first = np.concatenate(([True], who[1:] != who[:-1])) if n else np.zeros(0, np.bool_)
    end_of_view = people.follow_up[who]
    onset = np.floor(10 * end_of_view * rng.random(n)) / 10
    end = np.minimum(tenths(onset + rng.exponential(1.5, n) + 0.1), end_of_view)
    term, grade = codes(rng, [event[2] for event in EVENTS], n), 1 + codes(rng, GRADE_SHARES, n)
    return table(
        {
            "patient_id": people.ids.take(pa.array(who)),
            "term": texts([event[0] for event in EVENTS], term),
            "category": texts([event[1] for event in EVENTS], term),
            "grade": numbers(grade, gaps(rng, 0.02, n)),
            "ctcae_version": texts(("5.0",), np.zeros(n, np.int64)),
            "onset_month": numbers(onset, gaps(rng, 0.01, n)),
            "end_month": numbers(end, gaps(rng, 0.25, n)),
            "serious": numbers((grade >= 3) & (rng.random(n) < 0.4)),
            "related": numbers(rng.random(n) < 0.6, gaps(rng, 0.05, n)),
            "action": texts(ACTIONS, _actions(rng, stopped[who] & first)),
        }
    )


def _actions(rng: np.random.Generator, stopping: Flags) -> Codes:
    return np.where(stopping, ACTIONS.index("stopped"), codes(rng, (0.86, 0.05, 0.09), len(stopping)))


def lab_table(rng: np.random.Generator, people: People) -> pa.Table:
    """Three tests at months 0, 3 and 9, as far as a patient was followed, with limits by sex."""
    months = np.array(LAB_MONTHS)
    sex = np.where(people.female, WOMEN, MEN)
    seen = (months <= people.follow_up[:, None]) & (rng.random((len(people), len(months))) >= 0.05)
    who, at = np.nonzero(seen)
    values = _values(rng, TYPICAL[sex], (who, months[at]))
    n = len(who)
    test = np.tile(np.arange(len(TESTS)), n)
    return table(
        {
            "patient_id": people.ids.take(pa.array(np.repeat(who, len(TESTS)))),
            "month": numbers(np.repeat(months[at], len(TESTS))),
            "test": texts(TESTS, test),
            "value": numbers(values.ravel(), gaps(rng, 0.02, values.size)),
            "unit": texts(UNITS, test),
            "lower_limit": numbers(LOWER[sex][who].ravel()),
            "upper_limit": numbers(UPPER[sex][who].ravel()),
        }
    )


def _values(rng: np.random.Generator, typical: Numbers, places: tuple[Codes, Codes]) -> Numbers:
    """A row a visit, a column a test: the patient's own level, a shift under the drug, and noise of 6 in a hundred."""
    who, month = places
    own = typical * np.exp(rng.normal(0, 1, typical.shape) * SPREAD)
    shift = np.where(month[:, None] > 0, DRUG_RATIO, 1.0)
    values = own[who] * shift * np.exp(rng.normal(0, 0.06, (len(who), len(TESTS))))
    return np.column_stack([np.round(values[:, 0], 2), np.round(values[:, 1:])])
