"""What an import gives: the version it made, what was found, what became of every row, and the mapping it went by."""

from dataclasses import dataclass

from core.domain.account import Account
from core.domain.centres import SiteChange
from core.domain.mapping import ImportMapping
from core.domain.problems import Problem, Severity
from core.domain.provenance import About, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of an import beside its files: what the cohort is called (None: as about.toml or the folder says), who
    brings it in, for the history (empty: the user of this process), and the one centre that all patients are of (empty: as the
    mapping says)."""

    about: About | None = None
    who: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """One import. Where it was not `published` (a dry run) the version says what publishing would give. `site` says what became
    of the centres where the files were of one of them."""

    version: Version
    published: bool
    findings: tuple[Problem, ...]
    accounts: tuple[Account, ...]
    mapping: ImportMapping
    site: SiteChange | None = None

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The findings of one severity, in their order."""
        return tuple(one for one in self.findings if one.severity == severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRefusal:
    """Why nothing can be published."""

    reason: str
    findings: tuple[Problem, ...]
    published: bool = False
