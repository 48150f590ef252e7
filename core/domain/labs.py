"""Laboratory tests as the catalogue knows them: units, grading criteria, and thresholds at which treatment is held."""

from dataclasses import dataclass
from typing import Literal

CtcaeVersion = Literal["5.0", "6.0"]
CTCAE_VERSIONS: tuple[CtcaeVersion, ...] = ("5.0", "6.0")
Of = Literal["upper limit", "lower limit", "baseline", "value"]
When = Literal["always", "baseline not above", "baseline above", "baseline below"]
Direction = Literal["high", "low"]
LAB_GRADES = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit that a test may be written in: a value times `factor` is in the test's own unit. Compared by `spelling_key`."""

    name: str
    factor: float
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeLimit:
    """One limit of a grade: `times` a limit of normal or the baseline, or `times` itself in the test's unit.

    It is passed strictly beyond it, or from it on where `inclusive`. `when` says for which baselines it holds: `above` and
    `below` are against the limits of normal, and a baseline that is not known is neither.
    """

    of: Of
    times: float
    when: When = "always"
    inclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """A grade, reached where any of its limits is passed and none of a higher grade."""

    grade: int
    limits: tuple[GradeLimit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """How one version of CTCAE grades one test: the term as printed, whether high or low is bad, the rows from grade 1 up."""

    version: CtcaeVersion
    term: str
    direction: Direction
    rows: tuple[GradeRow, ...]
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabTest:
    """One test: its name, the unit everything is turned into, the other units it may come in, and how it is graded.

    `made_from` names the test that a calculated one is made of; nothing is read from the files for it then.
    """

    key: str
    label: str
    unit: str
    decimals: int
    units: tuple[Unit, ...] = ()
    spellings: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    made_from: str = ""

    def criterion(self, version: CtcaeVersion) -> Criterion | None:
        """How that version grades the test; None where it does not."""
        return next((one for one in self.criteria if one.version == version), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """A value of a test, in the test's unit, below which a drug's label says what to do.

    `of` names what the label measures where it is not this test itself.
    """

    drug: str
    test: str
    below: float
    action: str
    source: str
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEffect:
    """What a drug is known to do to a test: the mean change, in a unit of the test, by when and why."""

    drug: str
    test: str
    change: float
    unit: str
    when: str
    why: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiverRule:
    """Hy's law in multiples of upper limits: any enzyme of so many times or more, with bilirubin above so many times.

    `tests` are all that tell of the liver.
    """

    enzymes: tuple[str, ...]
    enzyme_at_least: float
    bilirubin: str
    bilirubin_above: float
    source: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KidneyRule:
    """Which tests tell of the kidney: creatinine, the rate on record, those calculated by the Japanese equation and CKD-EPI.

    The equations tell women (`female`) from men (`male`) by the sex on record; of anybody else no rate is calculated. Rates
    `below` (mL/min/1.73 m2) are counted: there `grade` of CTCAE `version` begins. `step_unit` is that of changes of creatinine.
    """

    creatinine: str
    reported: str
    japan: str
    ckd_epi: str
    female: str
    male: str
    below: float
    version: CtcaeVersion
    grade: int
    step_unit: str

    @property
    def tests(self) -> tuple[str, ...]:
        """All that tell of the kidney."""
        return (self.creatinine, self.reported, self.japan, self.ckd_epi)


def spelling_key(text: str) -> str:
    """A test's name or a unit as it is compared: without blanks and capitals, both signs for micro as `u`."""
    return text.lower().replace("µ", "u").replace("μ", "u").replace(" ", "")
