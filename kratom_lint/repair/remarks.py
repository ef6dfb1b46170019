"""What a change is explained with, to people who review it in the file itself."""

from __future__ import annotations

from collections.abc import Sequence

from kratom_lint.model import Edit, Finding, Suggestion
from kratom_lint.values import value


@value
class Remark:
    """A remark on edits: the finding they answer, the law it stands on, and what was done."""

    edits: Sequence[Edit]
    text: str


def remark(finding: Finding, suggestion: Suggestion) -> Remark:
    """Return the remark on a suggestion that is made, in lines."""
    lines = [f"{finding.rule}: {finding.message}", finding.why]
    if finding.authority:
        lines.append(f"Law: {'; '.join(each.citation for each in finding.authority)}")
    lines.append(f"Done: {suggestion.title}")
    return Remark(suggestion.edits, "\n".join(" ".join(line.split()) for line in lines if line.strip()))
