"""The two given tables, read once: each patient with the SALT course; texts stay as they were written."""

import csv
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "source"
LAST_MONTH = 9


@dataclass(frozen=True, slots=True)
class Patient:
    """One given patient. `given` holds the cells of patients.csv, `salt` the text of each month's score."""

    given: dict[str, str]
    salt: dict[int, str]

    @property
    def patient_id(self) -> str:
        """The pseudonym."""
        return self.given["patient_id"]

    @property
    def age(self) -> int:
        """Age at the start, in years."""
        return int(self.given["age"])

    @property
    def female(self) -> bool:
        """Whether the recorded sex is female."""
        return self.given["sex"] == "F"

    @property
    def completed(self) -> bool:
        """Whether there is a visit at month 9."""
        return self.given["completed_9m"] == "1"

    @property
    def last_month(self) -> int:
        """The month of the last visit."""
        return max(self.salt)

    @property
    def responder(self) -> bool:
        """Whether SALT was 20 or less at month 9."""
        return self.completed and float(self.salt[LAST_MONTH]) <= 20

    def flag(self, name: str) -> bool:
        """Whether a 0/1 cell is 1."""
        return self.given[name] == "1"


def read() -> list[Patient]:
    """The 86 patients in their given order."""
    courses: dict[str, dict[int, str]] = {}
    for row in _rows("visits.csv"):
        courses.setdefault(row["patient_id"], {})[int(row["month"])] = row["salt"]
    return [Patient(row, courses[row["patient_id"]]) for row in _rows("patients.csv")]


def _rows(name: str) -> list[dict[str, str]]:
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
