"""What was imputed of the values that are not recorded, or why nothing was."""

from dataclasses import dataclass
from typing import Literal

Missing = Literal["complete", "multiple"]
State = Literal["done", "nothing missing", "few complete", "hardly recorded", "one outcome", "too many"]
DATA_SETS, CYCLES = 20, 10
FEWEST_COMPLETE = 20
LEAST_RECORDED = 0.2  # of the patients
MOST_PATIENTS = 3_000  # beyond, a reader would wait too long


@dataclass(frozen=True, slots=True, kw_only=True)
class ImputedValues:
    """How many values of one term were imputed; `number` for a number, else levels."""

    label: str
    n: int
    number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Imputation:
    """Multiple imputation as it was done: `sets` completed data sets, `cycles` of chained equations each, from `seed`.

    Where `state` is not "done" the model is of complete cases, and `variable` is the one that stood in the way ("" for the
    outcome). `complete` counts patients with everything recorded, `outcomes` those whose outcome was imputed.
    """

    state: State
    complete: int
    seed: int
    sets: int = DATA_SETS
    cycles: int = CYCLES
    values: tuple[ImputedValues, ...] = ()
    outcomes: int = 0
    variable: str = ""
