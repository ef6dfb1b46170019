"""What a run of the checker amounts to: the one value every report is made from."""

from __future__ import annotations

from kratom_lint.model import Finding, Incomplete, Pack, Severity, Skipped
from kratom_lint.values import value


@value
class FileReport:
    """One checked file. `findings` count.

    Of the others, `suppressed` ones were excused by a directive in the text, `waived` ones by a waiver, `known` ones
    are in the baseline, and `elsewhere` are those that a run about changed copy leaves alone. `extracted` says that the
    source was taken out of a file that is no text, so that its lines are none of the file's. `upcoming` ones are
    what the law will make a finding. The text names no product, and would have `unnamed` more findings were it about
    kratom. `fail_on` is the least severity that makes a run fail for this file, or "never".
    """

    path: str
    source: str
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    elsewhere: tuple[Finding, ...] = ()
    extracted: bool = False
    unnamed: int = 0
    upcoming: tuple[Finding, ...] = ()
    fail_on: str = "error"

    @property
    def excused(self) -> tuple[Finding, ...]:
        """Return the findings that someone has answered for."""
        return (*self.suppressed, *self.waived, *self.known)

    @property
    def failed(self) -> bool:
        """Say whether the run fails for this file."""
        return any(map(self.fails, self.findings))

    def fails(self, finding: Finding) -> bool:
        """Say whether a finding that counts makes the run fail."""
        return self.fail_on != "never" and finding.severity.rank >= Severity(self.fail_on).rank


@value
class Run:
    """All files of one run in order of path, what could not be checked, the settings that decided,
    and what was left out on purpose."""

    files: tuple[FileReport, ...]
    incomplete: tuple[Incomplete, ...]
    packs: tuple[Pack, ...]
    as_of: str
    jurisdictions: tuple[str, ...]
    fail_on: str
    exit_code: int
    skipped: tuple[Skipped, ...] = ()
