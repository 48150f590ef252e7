"""Every kind of clause of every variable of the filter: what the sentence says, and whom the query keeps."""

from collections.abc import Callable
from typing import Any

import pytest

from core.catalogue import current
from core.catalogue.lookup import endpoint
from core.domain.filters import Clause, CohortFilter, number
from core.domain.variable import Variable
from core.store.cohort_store import CohortStore
from core.store.queries import Question, outcome_patterns
from core.words.cohort import EVERYONE, clause_words, filter_sentence, inner
from tests.building import Person, keeps, people, read

Make = Callable[..., CohortStore]
CATALOGUE = current()
NAMES = [variable.name for variable in CATALOGUE.filterable]


def variable(name: str) -> Variable:
    return next(one for one in CATALOGUE.filterable if one.name == name)


REFERENCE = people(read("patient"), read("visit"))


def clauses(name: str, cohort: list[Person]) -> list[Clause]:
    """Every kind of clause on a variable, with values that the cohort holds."""
    found = sorted({one[name] for one in cohort if one[name] is not None}, key=str)
    if variable(name).numeric:
        ordered = sorted(float(value) for value in found if value is not None)
        low, high = ordered[len(ordered) // 4], ordered[3 * len(ordered) // 4]
        limits: list[tuple[float | None, float | None]] = [(low, high), (low, None), (None, high), (low, low)]
        return [
            Clause(column=name, kind="range", low=one, high=other, keep_missing=keep)
            for one, other in limits
            for keep in (False, True)
        ]
    listed = [level.value for level in variable(name).choices] or [str(value) for value in found]
    some = [(value,) for value in listed] + [tuple(listed[:2]), tuple(listed[-3:]), tuple(listed)]
    kept = [Clause(column=name, kind="in", values=values, keep_missing=keep) for values in some for keep in (False, True)]
    return [*kept, Clause(column=name, kind="in", keep_missing=True)]


def in_view(store: CohortStore, *asked: Clause) -> int:
    question = Question(CohortFilter(asked), endpoint(CATALOGUE, "salt20"), 9, 0.5)
    return sum(pattern.n for pattern in outcome_patterns(store, question, ()))


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_keeps_the_patients_that_the_tables_say_it_keeps(reference: CohortStore, name: str) -> None:
    for clause in clauses(name, REFERENCE):
        assert in_view(reference, clause) == sum(keeps(CohortFilter((clause,)), one) for one in REFERENCE), clause


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_is_named_in_the_sentence_with_its_label_and_its_values(name: str) -> None:
    asked = variable(name)
    for clause in clauses(name, REFERENCE):
        sentence = filter_sentence(CATALOGUE, CohortFilter((clause,)))
        assert sentence.startswith(f"Patients with {inner(asked.label)} ")
        assert sentence.endswith(" or not recorded." if clause.keep_missing and (clause.values or asked.numeric) else ".")
        assert ("not recorded" in sentence) == clause.keep_missing
        for value in clause.values:
            assert f"{asked.label_of(value)} {asked.unit}".strip() in sentence, sentence
        for limit in (clause.low, clause.high):
            assert limit is None or number(limit) in sentence, sentence
        assert not asked.numeric or asked.unit in sentence


def test_a_clause_leaves_out_those_not_recorded_unless_it_keeps_them(make_store: Make) -> None:
    patients: list[dict[str, Any]] = [{"patient_id": name} for name in "abcdef"]
    known = {
        "aa_type": ("AM", "AU"), "sex": ("F", "M"), "age_years": (17, 50), "duration_years": (6, 8.5),
        "episode_years": (2, 4.1),
        "atopic_dermatitis": (0, 1), "ivmp_history": (1, 0), "topical_immunotherapy_history": (0, 1),
        "prior_jak_inhibitor": (1, 0), "drug": ("x", "y"), "dose_mg": (2.5, 4), "site": ("A; B, C=1", "D"),
    }  # fmt: skip
    for position, row in enumerate(patients):
        row |= {name: str(pair[position % 2]) if position % 3 else "" for name, pair in known.items()}
    visits: list[dict[str, Any]] = [
        {"patient_id": name, "month": 0, "salt": salt, "clinro_eyebrow": brow, "clinro_eyelash": lash}
        for name, salt, brow, lash in (("a", "", 2, ""), ("b", "95", "", "3"), ("c", "20", "", ""), ("d", "", "", "1"))
    ]
    visits += [{"patient_id": name, "month": 9, "salt": 10} for name in "abc"]
    for row in visits:
        row.update({key: str(value) for key, value in row.items()})
    store, cohort = make_store(patient=patients, visit=visits), people(patients, visits)
    for name in NAMES:
        assert any(one[name] is None for one in cohort)
        for clause in clauses(name, cohort):
            assert in_view(store, clause) == sum(keeps(CohortFilter((clause,)), one) for one in cohort), clause


def test_several_clauses_hold_together_and_are_told_in_the_order_of_the_catalogue(reference: CohortStore) -> None:
    cohort = CohortFilter.from_query("baseline_salt_band=95-100;dose_mg=4;age_years=..40;sex=F,missing")
    expected = sum(keeps(cohort, one) for one in REFERENCE)
    assert in_view(reference, *cohort.clauses) == expected > 0
    assert filter_sentence(CATALOGUE, cohort) == (
        "Patients with sex Female or not recorded, age ≤40 years, dose 4 mg/day and baseline SALT band 95–100, very severe."
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("age_years=18..40", "age 18 to 40 years"),
        ("duration_years=2.5..", "disease duration ≥2.5 years"),
        ("aa_type=AU,AM", "AA type Multiplex (AM) or Universalis (AU)"),
        ("prior_jak_inhibitor=1", "prior JAK inhibitor Yes"),
        ("site=missing", "site not recorded"),
        ("baseline_salt=50..,missing", "baseline SALT ≥50 or not recorded"),
    ],
)
def test_a_condition_reads_as_a_reader_would_say_it(query: str, words: str) -> None:
    assert clause_words(CATALOGUE, CohortFilter.from_query(query).clauses[0]) == words


def test_no_filter_is_everyone_treated(reference: CohortStore) -> None:
    assert filter_sentence(CATALOGUE, CohortFilter()) == EVERYONE
    assert in_view(reference) == len(REFERENCE) == 86
