"""What all reports share: which findings they show, in which order, and the numbers of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kratom_lint.model import Finding, Incomplete, Severity
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.values import replace, value

_NAMED = 3
"""How many files a line names."""


@value
class Summary:
    """The numbers of a run. `affected` files hold at least one finding that counts.

    `suppressed`, `waived` and `baselined` findings are excused; `elsewhere` ones are not in the changed copy.
    """

    files: int
    affected: int
    severities: dict[Severity, int]
    suppressed: int
    waived: int
    baselined: int
    elsewhere: int
    incomplete: int
    skipped: int
    upcoming: int


def summarise(run: Run) -> Summary:
    """Return the numbers of `run`; those that do not count are counted apart and under no severity."""
    found = Counter(finding.severity for file in run.files for finding in file.findings)
    return Summary(
        files=len(run.files),
        affected=sum(1 for file in run.files if file.findings),
        severities={severity: found[severity] for severity in reversed(Severity)},
        suppressed=sum(len(file.suppressed) for file in run.files),
        waived=sum(len(file.waived) for file in run.files),
        baselined=sum(len(file.known) for file in run.files),
        elsewhere=sum(len(file.elsewhere) for file in run.files),
        incomplete=len(run.incomplete),
        skipped=len(run.skipped),
        upcoming=sum(len(file.upcoming) for file in run.files),
    )


def shown(
    run: Run, *, show_suppressed: bool, upcoming: bool = False
) -> Iterator[tuple[FileReport, Positions, Finding]]:
    """Yield each finding to report with its file and that file's positions, in order of path, start and rule.

    Excused findings, and those that the law will make one, come in their places, but only on request.
    """
    for file in run.files:
        findings = file.findings + (file.excused if show_suppressed else ()) + (file.upcoming if upcoming else ())
        if findings:
            positions = Positions(file.source)
            for finding in sorted(findings, key=lambda each: (each.span.start, each.rule, each.span.end)):
                yield file, positions, finding


def only(run: Run, path: str) -> Run:
    """Return the run with the report of one file alone."""
    return replace(run, files=tuple(file for file in run.files if file.path == path))


def incomplete_lines(run: Run) -> list[str]:
    """Return one line for each thing that could not be checked; reports without them need stderr for it."""
    return list(map(incomplete_line, run.incomplete))


def incomplete_line(entry: Incomplete) -> str:
    """Return what could not be checked, and why."""
    return f"{entry.path}: not checked ({entry.reason}): {entry.detail}"


def stale_lines(run: Run) -> list[str]:
    """Return one line for each pack whose law was to be checked again before the day asked about."""
    return [
        f"{pack.id}: its law was last checked on {pack.checked or 'an unknown day'}, and again was due by "
        f"{pack.check_again}; get a newer version of the pack"
        for pack in run.packs
        if pack.is_stale(run.as_of)
    ]


def unnamed_lines(run: Run) -> list[str]:
    """Return a line on the texts that name no product and make claims all the same, none if there is no such text."""
    files = [file for file in run.files if file.unnamed]
    if not files:
        return []
    named = ", ".join(file.path for file in files[:_NAMED]) + (" ..." if len(files) > _NAMED else "")
    number = sum(file.unnamed for file in files)
    claims = "1 claim was" if number == 1 else f"{number} claims were"
    return [f"no product is named in {named}, so {claims} left alone; if it is about kratom, add `--product kratom`"]


def excuse(finding: Finding) -> str:
    """Return why a finding does not count, "" if it does."""
    if finding.upcoming_from is not None:
        return f"upcoming from {finding.upcoming_from}"
    if finding.suppression is not None:
        until = f" until {finding.suppression.until}" if finding.suppression.until else ""
        return f"suppressed{until}: {finding.suppression.reason}"
    if finding.waiver is not None:
        ticket = f", {finding.waiver.ticket}" if finding.waiver.ticket else ""
        return f"waived by {finding.waiver.approved_by} until {finding.waiver.expires}{ticket}: {finding.waiver.reason}"
    return f"known since {finding.known_since}" if finding.known_since else ""


def counted(run: Run) -> str:
    """Return how many findings stand in how many files, and how many do not count."""
    summary = summarise(run)
    counts = ", ".join(_count(count, severity.value) for severity, count in summary.severities.items() if count)
    checked = _count(summary.files, "file")
    if not counts:
        line = f"no findings in {checked}"
    elif summary.affected == summary.files:
        line = f"{counts} in {checked}"
    else:
        line = f"{counts} in {_count(summary.affected, 'file')} (of {summary.files} checked)"
    apart = {
        "suppressed": summary.suppressed,
        "waived": summary.waived,
        "in the baseline": summary.baselined,
        "outside the changes": summary.elsewhere,
        "upcoming": summary.upcoming,
    }
    return line + "".join(f"; {count} {what}" for what, count in apart.items() if count)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 or noun == Severity.INFO.value else f"{number} {noun}s"
