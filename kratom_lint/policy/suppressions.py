"""Excuse findings by directives in the text's own comments, and report each directive that excuses nothing.

    <!-- kratom-lint: ignore safety/safe, drug until 2027-06-30: quotes the FDA letter -->

`ignore` is about the next block, or the one the comment stands in; `ignore-line`, `ignore-next-line` and `ignore-file`
about what their names say; `ignore-start` about all up to `ignore-end`. Rules or topics and a reason are required;
`until` names the first day on which it excuses nothing any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from kratom_lint.expressions import late
from kratom_lint.formats.document import Comment, Document
from kratom_lint.model import Finding, Span, Step, Suggestion, Suppression
from kratom_lint.policy.notes import EXPIRED, MALFORMED, NO_REASON, UNKNOWN_RULE, UNUSED, note
from kratom_lint.policy.removal import deletion, renaming
from kratom_lint.report.position import Positions
from kratom_lint.settings import is_day
from kratom_lint.values import replace, value

VERBS = ("ignore", "ignore-line", "ignore-next-line", "ignore-file", "ignore-start", "ignore-end")
_MARK = late(r"\s*kratom-lint\b\s*", re.IGNORECASE)
_FORM = "write `kratom-lint: ignore RULE: reason`"


@value
class Result:
    """What is left of a document's findings: those that count, the excused ones, and those about the directives."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    directives: tuple[Finding, ...]


@value
class Directive:
    """One well-formed directive: what it names, why, where it stands, and whether a finding is within its reach.

    `until` is the first day on which it excuses nothing, "" when it has none; `end` is where its `ignore-end` stands.
    """

    names: tuple[str, ...]
    reason: str
    until: str
    span: Span
    reaches: Callable[[Finding], bool]
    end: Span | None = None

    @property
    def places(self) -> tuple[Span, ...]:
        """Return where all of it stands."""
        return (self.span,) if self.end is None else (self.span, self.end)

    def excuses(self, rule: str) -> set[str]:
        """Return those of its names that mean `rule`."""
        return {rule, _topic(rule)} & set(self.names)


def suppress(document: Document, findings: Sequence[Finding], states: Mapping[str, str], day: str) -> Result:
    """Return `findings` with the directives of the document applied, as they hold on the ISO day `day`.

    `states` has every rule id that a directive may name. A directive is called unused only when all the rules it names
    had their chance: "active" ones did, "upcoming" and "expired" ones do not speak against it, any other state does.
    A finding that speaks for several rules at its place is excused only when all of them are.
    """
    comments = [comment for comment in document.comments if _MARK.match(comment.text)]
    if not comments:
        return Result(tuple(findings), (), ())
    reader = _Reader(document, states)
    found = reader.read(comments)
    reader.report_unknown(found)
    directives = reader.in_time(found, day)
    kept: list[Finding] = []
    suppressed: list[Finding] = []
    used: set[tuple[Span, str]] = set()
    for finding in findings:
        rules = rules_of(finding)
        excuses: dict[str, Directive] = {}
        for directive in directives:
            if directive.reaches(finding):
                for rule in rules:
                    names = directive.excuses(rule)
                    used |= {(directive.span, name) for name in names}
                    excuses |= {rule: directive} if names else {}
        if rules <= excuses.keys():
            excuse = excuses[finding.rule]
            suppressed.append(replace(finding, suppression=_suppression(excuse)))
        else:
            kept.append(told(finding, sorted(excuses), sorted(rules - excuses.keys()), "directive"))
    reader.report_unused(directives, used)
    return Result(tuple(kept), tuple(suppressed), tuple(reader.findings))


def _suppression(excuse: Directive) -> Suppression:
    return Suppression(excuse.reason, excuse.span, excuse.until or None)


def _topic(rule: str) -> str:
    return rule.split("/")[0]


def rules_of(finding: Finding) -> set[str]:
    """Return the rules that a finding speaks for at its place."""
    here = {each.rule for each in finding.related if each.rule is not None and each.span.overlaps(finding.span)}
    return here | {finding.rule}


def told(finding: Finding, excused: Sequence[str], others: Sequence[str], by: str) -> Finding:
    """Return a finding that is kept although some of its rules are excused, with the reason in its trace."""
    if not excused:
        return finding
    step = Step("suppression", f"a {by} excuses {', '.join(excused)}, but not {', '.join(others)}")
    return replace(finding, trace=(*finding.trace, step))


class _Reader:
    """Reads the directives of one document, and gathers the findings about those it cannot use."""

    def __init__(self, document: Document, states: Mapping[str, str]) -> None:
        self._document = document
        self._states = states
        self._known = {*states, *map(_topic, states)}
        self._positions = Positions(document.source)
        self.findings: list[Finding] = []

    def read(self, comments: Iterable[Comment]) -> list[Directive]:
        """Return the directives that are in order, in order of their places."""
        directives: list[Directive] = []
        starts: list[Directive] = []
        for comment in comments:
            verb, names, until, reason = self._parts(comment)
            if verb == "ignore-end":
                self._end(starts, directives, names, comment.span)
            elif verb and self._is_complete(names, until, reason, comment.span):
                day = "".join(until[1:])
                directive = Directive(names, reason, day, comment.span, self._reach(verb, comment.span))
                (starts if verb == "ignore-start" else directives).append(directive)
        for start in starts:
            self._report(
                MALFORMED, "never ends, so it excuses nothing; add `ignore-end`, or use `ignore-file`", start.span
            )
        return sorted(directives, key=lambda directive: directive.span)

    def report_unknown(self, directives: Iterable[Directive]) -> None:
        """Report each name in a directive that is no rule and no topic."""
        for directive in directives:
            for name in directive.names:
                if name not in self._known:
                    what = f"names {name!r}, which is no rule; {_nearest(name, self._known)}"
                    fixes = self._mendings(directive, name)
                    self._report(UNKNOWN_RULE, what, directive.span, name, fixes=fixes)

    def _mendings(self, directive: Directive, name: str) -> list[Suggestion]:
        """Return what may be done about a name that is no rule: write the nearest one, or leave it out."""
        from difflib import get_close_matches

        source, span = self._document.source, directive.span
        fixes = []
        for near in get_close_matches(name, sorted(self._known), n=1):
            mended = dict.fromkeys(near if each == name else each for each in directive.names)
            fixes.append(renaming(source, span, list(mended), f"Write {near!r}", sure=False))
        others = [each for each in directive.names if each != name]
        if others:
            fixes.append(renaming(source, span, others, f"Let it name only {', '.join(others)}", sure=False))
        else:
            fixes.append(deletion(source, directive.places, sure=False))
        return fixes

    def in_time(self, directives: Iterable[Directive], day: str) -> list[Directive]:
        """Return the directives that still hold on `day`, and report the others."""
        held = []
        for directive in directives:
            if directive.until and directive.until <= day:
                what = f"has excused nothing since {directive.until}; delete it, or have it approved anew"
                self._report(EXPIRED, what, directive.span, fixes=(self._deletion(directive),))
            else:
                held.append(directive)
        return held

    def report_unused(self, directives: Iterable[Directive], used: Collection[tuple[Span, str]]) -> None:
        """Report each name in a directive that excused nothing although its rules could have made findings."""
        for directive in directives:
            idle = [n for n in directive.names if (directive.span, n) not in used and self._had_its_chance(n)]
            others = [name for name in directive.names if name not in idle]
            for name in idle:
                fix = self._deletion(directive)
                if others:
                    title = f"Let it name only {', '.join(others)}"
                    fix = renaming(self._document.source, directive.span, others, title, sure=True)
                self._report(UNUSED, f"excuses no finding of {name!r}; delete it", directive.span, name, fixes=(fix,))

    def _had_its_chance(self, name: str) -> bool:
        states = {state for rule, state in self._states.items() if name in (rule, _topic(rule))}
        return "active" in states and states <= {"active", "upcoming", "expired"}

    def _deletion(self, directive: Directive) -> Suggestion:
        return deletion(self._document.source, directive.places, sure=True)

    def _parts(self, comment: Comment) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
        """Return verb, names, `until` with what follows it, and reason, any empty; no verb when that is unknown."""
        body = _MARK.sub("", comment.text, count=1)
        written = re.match(r":\s*([\w-]*)\s*([^:]*):?(.*)", body, re.DOTALL)
        if written is None:
            self._report(MALFORMED, f"has no colon after `kratom-lint`, so it excuses nothing; {_FORM}", comment.span)
            return "", (), (), ""
        verb, names, reason = written.groups()
        if verb not in VERBS:
            self._report(MALFORMED, f"says {verb!r}, so it excuses nothing; {_nearest(verb, VERBS)}", comment.span)
            verb = ""
        listed = [name for name in re.split(r"[\s,]+", names) if name]
        at = listed.index("until") if "until" in listed else len(listed)
        return verb, tuple(dict.fromkeys(listed[:at])), tuple(listed[at:]), " ".join(reason.split())

    def _is_complete(self, names: Sequence[str], until: Sequence[str], reason: str, span: Span) -> bool:
        if not names:
            self._report(MALFORMED, f"names no rule, so it excuses nothing; {_FORM}", span)
        elif not reason:
            self._report(NO_REASON, "gives no reason, so it excuses nothing; add it after the rule and a colon", span)
        elif until and not (len(until) == 2 and is_day(until[1])):
            said = " ".join(until)
            self._report(MALFORMED, f"says {said!r}, so it excuses nothing; write `until YYYY-MM-DD`", span)
            return False
        return bool(names and reason)

    def _end(self, starts: list[Directive], ended: list[Directive], names: tuple[str, ...], span: Span) -> None:
        """Close the last open start, or the last with the same names if the end gives any."""
        found = [start for start in starts if not names or set(start.names) == set(names)]
        if not found:
            self._report(MALFORMED, "ends what no `ignore-start` before it began; delete it", span)
            return
        starts.remove(found[-1])
        ended.append(replace(found[-1], reaches=_within(Span(found[-1].span.start, span.end)), end=span))

    def _reach(self, verb: str, span: Span) -> Callable[[Finding], bool]:
        if verb == "ignore":
            return _within(self._block(span))
        if verb == "ignore-file":
            return lambda finding: True
        first, last = self._lines(span)
        lines = range(last + 1, last + 2) if verb == "ignore-next-line" else range(first, last + 1)

        def on_lines(finding: Finding) -> bool:
            start, end = self._lines(finding.span)
            return start < lines.stop and lines.start <= end

        return on_lines

    def _block(self, span: Span) -> Span | None:
        """Return the innermost block around `span`, or else the first that starts after it; of a value, all of it."""
        blocks = self._document.blocks
        around = [each.extent for each in blocks if each.extent.start <= span.start and span.end <= each.extent.end]
        if around:
            return min(around, key=lambda each: each.end - each.start)
        after = [each for each in blocks if each.extent.start >= span.end]
        first = min(after, key=lambda each: (each.extent.start, -each.extent.end), default=None)
        if first is None:
            return None
        if not first.pointer:
            return first.extent
        ends = (each.extent.end for each in after if each.pointer == first.pointer)
        return Span(first.extent.start, max(ends))

    def _lines(self, span: Span) -> tuple[int, int]:
        """Return the first and the last line that `span` touches."""
        return self._positions.at(span.start).line, self._positions.at(max(span.start, span.end - 1)).line

    def _report(self, rule: str, what: str, span: Span, name: str = "", fixes: Sequence[Suggestion] = ()) -> None:
        """Report a directive; unless there are better `fixes`, it can be deleted by someone who has read it."""
        text = self._document.source[span.start : span.end]
        message = f"This directive {what}{'' if what.endswith('?') else '.'}"
        mended = tuple(fixes) or (deletion(self._document.source, [span], sure=False),)
        self.findings.append(note(rule, message, span, text, "comment", (text, name), mended))


def _nearest(name: str, known: Iterable[str]) -> str:
    from kratom_lint.rulebook.located import nearest

    return nearest(name, list(known))


def _within(reach: Span | None) -> Callable[[Finding], bool]:
    """Return a test whether a finding touches `reach`; a place to insert, which is empty, may also stand at its end."""

    def touches(finding: Finding) -> bool:
        if reach is None:
            return False
        if finding.span.start == finding.span.end:
            return reach.start <= finding.span.start <= reach.end
        return reach.overlaps(finding.span)

    return touches
