"""Visit table: the given SALT scores, with area scores at every visit and ClinRO at months 3, 6 and 9."""

from dataclasses import dataclass

from added.areas import area_cells
from added.draws import chosen, pick, stream
from added.source import LAST_MONTH, Patient

CLINRO_MONTHS = (0, 3, 6, 9)
PARTS = ("eyebrow", "eyelash")
BOTH_RESPOND = 0.711  # of scalp responders (86/121 in the report of Mostaghimi); here of those with a loss to regain
SOME_RESPOND = 0.354  # of scalp non-responders (69/195, same report)


@dataclass(frozen=True, slots=True)
class Regrowth:
    """Who regains which part by month 9."""

    both: frozenset[str]
    one: frozenset[str]

    def of(self, patient: Patient, part: str) -> bool:
        """Whether this patient regains this part."""
        if patient.patient_id in self.both:
            return True
        lost = [each for each in PARTS if int(patient.given[each]) > 0]
        first = pick(stream(patient.patient_id, "part"), dict.fromkeys(lost, 1.0)) if lost else ""
        return patient.patient_id in self.one and part == first


def visit_rows(patients: list[Patient]) -> list[dict[str, str]]:
    """One row a visit."""
    regrowth = _regrowth(patients)
    rows = []
    for patient in patients:
        for month, salt in sorted(patient.salt.items()):
            row = {"patient_id": patient.patient_id, "month": str(month), "salt": salt} | area_cells(patient, salt)
            if month in CLINRO_MONTHS:
                row |= {f"clinro_{part}": str(_score(patient, part, month, regrowth)) for part in PARTS}
            rows.append(row)
    return rows


def _regrowth(patients: list[Patient]) -> Regrowth:
    """The published shares, exactly: among scalp responders and non-responders who have a loss to regain."""
    lost = [patient for patient in patients if any(patient.given[part] != "0" for part in PARTS)]
    well = [patient.patient_id for patient in lost if patient.responder]
    other = [patient.patient_id for patient in lost if not patient.responder]
    both = chosen(well, round(BOTH_RESPOND * len(well)), "both-parts")
    some = chosen(other, round(SOME_RESPOND * len(other)), "some-part")
    some_both = chosen(sorted(some), len(some) // 2, "some-both")
    half = [who for who in well if who not in both]
    return Regrowth(both | some_both, (some - some_both) | chosen(half, len(half) // 2, "one-part"))


def _score(patient: Patient, part: str, month: int, regrowth: Regrowth) -> int:
    start = int(patient.given[part])
    if month == 0:
        return start
    rng = stream(patient.patient_id, f"clinro-{part}")
    if regrowth.of(patient, part):
        end = pick(rng, {0: 0.65, 1: 0.35}) if start > 1 else 0
        return start - round((start - end) * _progress(patient, month))
    return start + _wander(start, month, rng.random())


def _progress(patient: Patient, month: int) -> float:
    """How much of the way is gone: with the scalp where it responds, by a third a visit where it does not."""
    if not patient.responder:
        return month / LAST_MONTH
    first, now, end = (float(patient.salt[at]) for at in (0, month, LAST_MONTH))
    return min(1.0, max(0.0, (first - now) / (first - end)))


def _wander(start: int, month: int, luck: float) -> int:
    """What a part does that is not regained: mostly nothing; a point worse or, from complete loss, better."""
    if luck < 0.08 and start < 3 and month == LAST_MONTH:
        return 1
    return -1 if luck > 0.8 and start == 3 and month >= 6 else 0
