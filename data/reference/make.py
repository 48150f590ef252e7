"""Makes the four tables of the reference cohort from source/: python data/reference/make.py [folder].

Given values are copied as they are written; what source/ lacks is simulated, the same on every run (see README.md).
"""

import csv
import sys
from pathlib import Path

from added.events import event_rows
from added.labs import lab_rows
from added.patients import patient_rows
from added.source import read
from added.visits import visit_rows

HERE = Path(__file__).resolve().parent
COLUMNS = {
    "patient": "patient_id aa_type sex age_years duration_years episode_years atopic_dermatitis ivmp_history "
    "topical_immunotherapy_history prior_jak_inhibitor drug dose_mg site start_date stop_month stop_reason",
    "visit": "patient_id month salt salt_top salt_back salt_right salt_left clinro_eyebrow clinro_eyelash",
    "adverse_event": "patient_id term category grade ctcae_version onset_month end_month serious related action",
    "lab": "patient_id month test value unit lower_limit upper_limit",
}


def make(folder: Path) -> None:
    """Writes patient.csv, visit.csv, adverse_event.csv and lab.csv into the folder."""
    patients = read()
    tables = {
        "patient": patient_rows(patients),
        "visit": visit_rows(patients),
        "adverse_event": event_rows(patients),
        "lab": lab_rows(patients),
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name].split(), restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
