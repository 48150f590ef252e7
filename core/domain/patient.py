"""One patient: what is known at the start, the course of the scores, the adverse events and the blood tests."""

from dataclasses import dataclass

from core.domain.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientEvent:
    """One adverse event; months since the first dose, None where not known. `facts` are its other recorded columns."""

    term: str
    grade: int | None
    onset: float | None
    end: float | None
    facts: tuple[tuple[str, str | float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientTest:
    """One blood test over time: its name with the unit, (month, value) each, and the limits of the last."""

    test: str
    unit: str
    values: tuple[tuple[float, float], ...]
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientResult:
    """Everything the patient page shows of one patient. `facts` are label, value; `courses` a measure's label with its
    (month, value), the main one first; `in_view` says whether the filter keeps the patient, `not_given` names the tables that
    did not come with the patient's site."""

    patient_id: str
    provenance: Provenance
    in_view: bool
    facts: tuple[tuple[str, str | float], ...]
    courses: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    highest: float  # of the main measure's scale
    events: tuple[PatientEvent, ...]
    tests: tuple[PatientTest, ...]
    followed: float | None
    stopped: float | None
    stop_reason: str
    not_given: tuple[str, ...] = ()

    @property
    def months(self) -> float:
        """The last month anything is known of."""
        ends = [end for event in self.events for end in (event.onset, event.end) if end is not None]
        return max([self.followed or 0.0, *ends, *(month for _, values in self.courses for month, _ in values)])
