"""The report for people: each finding in its text, the law, why it matters, what to do instead."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from textwrap import wrap

from kratom_lint.model import Finding
from kratom_lint.report.concise import headline
from kratom_lint.report.excerpt import Line, excerpt
from kratom_lint.report.position import Positions
from kratom_lint.report.run import Run
from kratom_lint.report.summary import counted, shown
from kratom_lint.report.terminal import Style, printable

_NARROWEST = 40
_NAMED = 3


def render(run: Run, *, color: bool, show_suppressed: bool, statistics: bool, width: int) -> str:
    """Return the report, at most about `width` cells wide (40 at least), ending in a line that sums it up.

    A rule's reason and the titles of its laws stand once in each file, at the first finding.
    `color` adds ANSI styles and OSC 8 links and changes nothing else. `statistics` adds a count by rule.
    """
    style = Style(color)
    width = max(width, _NARROWEST)
    parts: list[str] = []
    told: set[tuple[str, str]] = set()
    for file, positions, finding in shown(run, show_suppressed=show_suppressed, upcoming=True):
        again = (file.path, finding.rule) in told
        told.add((file.path, finding.rule))
        parts.append(_finding(file.path, positions, finding, _notes(finding, positions, again), style, width))
    if statistics:
        parts.append(_statistics(run, style))
    parts.append(summary_line(run) + "\n")
    return "\n".join(part for part in parts if part)


def show_one(path: str, source: str, finding: Finding, *, color: bool, width: int) -> str:
    """Return how one finding of a source is shown, with its law and reason."""
    positions = Positions(source)
    width = max(width, _NARROWEST)
    return _finding(path, positions, finding, _notes(finding, positions, False), Style(color), width)


def summary_line(run: Run) -> str:
    """Return how many findings stand in how many files, how many do not count, what could not be checked."""
    line = counted(run)
    if run.incomplete:
        named = [f"{printable(entry.path)} ({entry.reason})" for entry in run.incomplete[:_NAMED]]
        more = len(run.incomplete) - len(named)
        line += f"; could not check: {', '.join(named)}" + (f" and {more} more" if more else "")
    return line


def _finding(
    path: str, positions: Positions, finding: Finding, notes: list[tuple[str, str]], style: Style, width: int
) -> str:
    gutter = len(str(positions.at(finding.span.end).line))
    room = width - gutter - len("  | ")
    lines = [headline(path, positions.at(finding.span.start), finding, style)]
    for line in excerpt(finding.segments or (finding.span,), positions, room):
        lines += _source(line, gutter, finding, style)
    links = tuple((law.citation, law.url) for law in finding.authority)
    return "\n".join((*lines, *_below(tuple(notes), links, gutter, room, style))) + "\n"


@lru_cache(maxsize=1024)  # in many files the same rules have the same to say
def _below(
    notes: tuple[tuple[str, str], ...], links: tuple[tuple[str, str], ...], gutter: int, room: int, style: Style
) -> list[str]:
    """Return the lines of notes, wrapped under their labels; what they cite of `links` leads there."""
    lines = []
    frame = style.paint("frame", f" {'':{gutter}} =")
    for label, text in notes:
        first, *rest = wrap(printable(text), room - len(label) - 2, break_on_hyphens=False) or [""]
        if label == "law":
            first = _linked(first, links, style)
        lines.append(f"{frame} {style.paint('bold', f'{label}:')} {first}")
        lines += [f"{'':{gutter + len('  = ') + len(label) + 2}}{each}" for each in rest]
    return lines


def _linked(text: str, links: tuple[tuple[str, str], ...], style: Style) -> str:
    for citation, url in links:
        if text.startswith(citation):
            return style.link(url, citation) + text.removeprefix(citation)
    return text


def _source(line: Line, gutter: int, finding: Finding, style: Style) -> list[str]:
    if line.number is None:
        return [style.paint("frame", f" {'':{gutter}} ...")]
    lines = [f"{style.paint('frame', f' {line.number:>{gutter}} |')} {line.text}".rstrip()]
    if line.marks:
        marks = line.marks + (" insert here" if finding.anchor == "document" else "")
        spaces = len(marks) - len(marks.lstrip())
        marked = " " * spaces + style.paint(finding.severity.value, marks[spaces:])
        lines.append(f"{style.paint('frame', ' ' * (gutter + 1) + ' |')} {marked}")
    return lines


def _notes(finding: Finding, positions: Positions, again: bool) -> list[tuple[str, str]]:
    """Return what stands below the excerpt, each text with its label; less if the rule was told `again`."""
    place = [("at", finding.pointer)] if finding.pointer else []
    if again:
        notes = [("law", "; ".join(law.citation for law in finding.authority))] if finding.authority else []
    else:
        notes = [("law", f"{law.citation}, {law.title}") for law in finding.authority]
        notes.append(("why", finding.why))
    notes = place + notes
    for related in finding.related:
        text = f"{related.rule}: {related.message}" if related.rule else related.message
        elsewhere = not related.span.overlaps(finding.span)
        notes.append(("also", f"{text} (line {positions.at(related.span.start).line})" if elsewhere else text))
    for position, suggestion in enumerate(finding.suggestions):
        notes.append(("or" if position else "do", suggestion.title))
    return notes


def _statistics(run: Run, style: Style) -> str:
    counts = Counter(finding.rule for file in run.files for finding in file.findings)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:>6}  {style.paint('bold', rule)}\n" for rule, count in ordered)
