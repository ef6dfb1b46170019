"""A summary in GitHub's Markdown, for job summaries and comments. The copy under review stands in code spans only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import quote

from kratom_lint.model import Authority, Finding
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import counted, excuse, shown
from kratom_lint.report.telling import place, severity
from kratom_lint.report.terminal import printable

LIMIT = 200
"""So many findings are listed: GitHub takes a comment of 65,536 characters, and nobody reads more."""

_LONGEST = 120
_URL = "/:?#[]@!$&'()*+,;=%~"
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$]")


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return a heading with the numbers, a table of findings, what was not checked, and the reason of each rule."""
    found = list(shown(run, show_suppressed=show_suppressed, upcoming=True))
    found.sort(key=lambda each: -severity(each[2]).rank)
    parts = [f"## kratom-lint\n\n{_sentence(run)}\n"]
    if found:
        rows = [_row(*each) for each in islice(found, LIMIT)]
        parts.append(_table(("severity", "where", "text", "what is wrong"), rows))
        if len(found) > LIMIT:
            parts.append(f"{len(found) - LIMIT} more findings are left out here; other reports have them all.\n")
    if run.incomplete:
        entries = [(_code(entry.path), _text(entry.reason), _text(entry.detail)) for entry in run.incomplete[:LIMIT]]
        parts.append(_table(("not checked", "why", "what to do"), entries))
        if len(run.incomplete) > LIMIT:
            parts.append(f"{len(run.incomplete) - LIMIT} more were not checked.\n")
    if found:
        rules = sorted({finding.rule: finding for _, _, finding in found}.items())
        parts.append("<details><summary>Why, and by which law</summary>\n")
        parts += [_about(rule, finding) for rule, finding in rules]
        parts.append("</details>\n")
    return "\n".join(parts)


def _sentence(run: Run) -> str:
    not_checked = f"; {len(run.incomplete)} not checked" if run.incomplete else ""
    return f"{counted(run)}{not_checked}. Law of {run.as_of}."


def _table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(file: FileReport, positions: Positions, finding: Finding) -> tuple[str, ...]:
    where = place(file, positions, finding)
    told = f"{_code(finding.rule)} {_text(finding.message)}"
    if excused := excuse(finding):
        told += f" ({_text(excused)})"
    return severity(finding).value, _code(f"{file.path}{':' if where else ''}{where}"), _code(finding.match), told


def _about(rule: str, finding: Finding) -> str:
    lines = [f"### {_code(rule)}", "", _text(finding.why), "", *map(_law, finding.authority)]
    return "\n".join(lines).rstrip() + "\n"


def _law(law: Authority) -> str:
    cited = _text(law.citation)
    linked = f"[{cited}](<{quote(law.url, safe=_URL)}>)" if law.url.startswith(("https://", "http://")) else cited
    return f"- {linked}, {_text(law.title)}"


def _text(text: str) -> str:
    """Return a text that stands for itself: no markup, no table cell, no one called by name."""
    return _MARKUP.sub(r"\\\g<0>", _line(text)).replace("@", "@<!-- -->")


def _code(text: str) -> str:
    """Return a code span (CommonMark 6.1), which holds anything; in a table, a bar is escaped in there, too."""
    line = _line(text)
    if not line:
        return ""
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    room = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{room}{line}{room}{fence}".replace("|", "\\|")


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
