"""What the law will make a finding: findings of later days that are none, or weigh less, before."""

from __future__ import annotations

from collections.abc import Iterable

from kratom_lint.model import Finding
from kratom_lint.values import replace


def upcoming(today: Iterable[Finding], later: Iterable[tuple[str, Iterable[Finding]]]) -> tuple[Finding, ...]:
    """Return what each of the `later` days, in their order, adds to the findings of `today`, with that ISO day."""
    weights: dict[tuple[str, str], int] = {}
    found: list[Finding] = []
    for day, findings in (("", today), *later):
        for finding in findings:
            key = (finding.rule, finding.fingerprint)
            if finding.severity.rank > weights.get(key, -1):
                weights[key] = finding.severity.rank
                found += [replace(finding, upcoming_from=day)] if day else []
    return tuple(found)
