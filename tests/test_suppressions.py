"""Directives in a text. Documents are written with `{...}` around blocks and `[rule:...]` around findings."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kratom_lint import lint_text, load_rulebook
from kratom_lint.fix import apply
from kratom_lint.formats import read
from kratom_lint.formats.document import Block, Comment, Document
from kratom_lint.formats.prose import Prose
from kratom_lint.model import Finding, Related, Severity, Span
from kratom_lint.policy.suppressions import Result, suppress

STATES = {
    "disease/pain": "active",
    "disease/sleep": "active",
    "safety/safe": "active",
    "safety/new": "upcoming",
    "status/legal": "ignored",
    "drug/late": "timed out",
}
DAY = "2026-11-22"
MARK = re.compile(r"<!--(?P<comment>.*?)-->|\[(?P<rule>[\w/]+):(?P<match>.*?)\]|(?P<open>\{)|(?P<close>\})", re.DOTALL)


def finding(rule: str, span: Span, match: str) -> Finding:
    return Finding(rule, Severity.ERROR, "express", "", "", span, (span,), match, "paragraph", "", ())


def document(written: str) -> tuple[Document, list[Finding]]:
    source, end = "", 0
    opened: list[int] = []
    blocks: list[Block] = []
    comments: list[Comment] = []
    findings: list[Finding] = []
    for mark in MARK.finditer(written):
        source += written[end : mark.start()]
        end = mark.end()
        start = len(source)
        if mark["comment"] is not None:
            source += mark[0]
            comments.append(Comment(mark["comment"], Span(start, len(source))))
        elif mark["rule"]:
            source += mark["match"]
            findings.append(finding(mark["rule"], Span(start, len(source)), mark["match"]))
        elif mark["open"]:
            opened.append(start)
        else:
            blocks.append(Block("paragraph", Prose.of(""), Span(opened.pop(), start)))
    source += written[end:]
    return Document(source, "markdown", tuple(blocks), tuple(comments)), findings


def applied(written: str) -> Result:
    return suppress(*document(written), STATES, DAY)


def matches(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.match for finding in findings]


def messages(result: Result) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in result.directives]


def test_without_directives_all_findings_count() -> None:
    result = applied("<!-- a note --> {It [disease/pain:eases pain].}")
    assert (matches(result.kept), result.suppressed, result.directives) == (["eases pain"], (), ())


def test_ignore_is_about_the_next_block_only() -> None:
    result = applied(
        "{[safety/safe:one]} <!-- kratom-lint: ignore safety/safe: quotes the\n  FDA letter --> "
        "{[safety/safe:two] {[safety/safe:three]}} {[safety/safe:four]}"
    )
    assert matches(result.kept) == ["one", "four"]
    assert matches(result.suppressed) == ["two", "three"]
    assert result.directives == ()
    suppression = result.suppressed[0].suppression
    assert suppression is not None
    assert (suppression.reason, suppression.span) == ("quotes the FDA letter", Span(4, 69))


def test_before_a_value_ignore_is_about_all_of_it() -> None:
    source = "# kratom-lint: ignore safety/safe: why\na: |\n  One is safe.\n\n  Two is safe.\nb: Three is safe.\n"
    read_as_yaml = read(source, "yaml")
    places = [match.span() for match in re.finditer("safe(?=[.])", source)]
    findings = [finding("safety/safe", Span(*place), str(at)) for at, place in enumerate(places)]
    result = suppress(read_as_yaml, findings, STATES, DAY)
    assert (matches(result.suppressed), matches(result.kept)) == (["0", "1"], ["2"])


def test_inside_a_block_ignore_is_about_that_block() -> None:
    result = applied(
        "{[safety/safe:one] <!-- kratom-lint: ignore safety/safe: why --> [safety/safe:two]} {[safety/safe:three]}"
    )
    assert matches(result.kept) == ["three"]


def test_inside_nested_blocks_ignore_is_about_the_innermost() -> None:
    result = applied("{[safety/safe:one] {[safety/safe:two] <!-- kratom-lint: ignore safety/safe: why -->}}")
    assert matches(result.kept) == ["one"]


@pytest.mark.parametrize(
    ("verb", "kept"),
    [("ignore-line", ["one", "three", "four"]), ("ignore-next-line", ["one", "two", "four"]), ("ignore-file", [])],
)
def test_lines_and_files(verb: str, kept: list[str]) -> None:
    result = applied(
        "{[safety/safe:one]\n"
        f"[safety/safe:two] <!-- kratom-lint: {verb} safety: why -->\n"
        "[safety/safe:three]\r\n"
        "[safety/safe:four]}"
    )
    assert matches(result.kept) == kept


def test_a_finding_over_two_lines_is_on_both() -> None:
    result = applied("{[safety/safe:perfectly\nsafe] <!-- kratom-lint: ignore-line safety/safe: why -->}")
    assert matches(result.suppressed) == ["perfectly\nsafe"]


def test_a_range_ends_where_it_says() -> None:
    result = applied(
        "<!-- kratom-lint: ignore-start safety/safe: why -->{[safety/safe:one]}{[disease/pain:two]}"
        "<!-- kratom-lint: ignore-end -->{[safety/safe:three]}"
    )
    assert (matches(result.kept), matches(result.suppressed)) == (["two", "three"], ["one"])


def test_ranges_may_overlap_when_their_ends_name_the_rules() -> None:
    result = applied(
        "<!-- kratom-lint: ignore-start safety/safe: a --><!-- kratom-lint: ignore-start disease/pain: b -->"
        "{[safety/safe:one]}<!-- kratom-lint: ignore-end safety/safe -->{[safety/safe:two]}{[disease/pain:three]}"
        "<!-- kratom-lint: ignore-end disease/pain -->"
    )
    assert (matches(result.kept), result.directives) == (["two"], ())


def test_several_rules_and_topics_in_one_directive() -> None:
    result = applied("<!-- kratom-lint: ignore disease, safety/safe: why -->{[disease/pain:one][safety/safe:two]}")
    assert (result.kept, result.directives) == ((), ())


def test_a_missing_text_is_excused_for_the_file_or_at_its_place() -> None:
    read, _ = document("<!-- kratom-lint: ignore-file safety/safe: why -->{Kratom is a tree.}")
    end = len(read.source)
    absent = finding("safety/safe", Span(end, end), "")
    assert suppress(read, [absent], STATES, DAY).kept == ()
    read, _ = document("<!-- kratom-lint: ignore safety/safe: why -->{Kratom is a tree.}")
    end = len(read.source)
    assert suppress(read, [finding("safety/safe", Span(end, end), "")], STATES, DAY).kept == ()


def test_a_finding_that_speaks_for_two_rules_needs_both_excused() -> None:
    read, [one] = document("<!-- kratom-lint: ignore safety/safe: why -->{[safety/safe:safe pain relief]}")
    merged = Finding(
        **{name: getattr(one, name) for name in one.__slots__}
        | {"related": (Related("Claims to ease pain.", one.span, "disease/pain"),)}
    )
    result = suppress(read, [merged], STATES, DAY)
    assert result.suppressed == ()
    assert [(step.step, step.detail) for step in result.kept[0].trace] == [
        ("suppression", "a directive excuses safety/safe, but not disease/pain")
    ]
    both = document("<!-- kratom-lint: ignore safety, disease: why -->{[safety/safe:safe pain relief]}")[0]
    shift = len(both.source) - len(read.source)
    moved = Span(one.span.start + shift, one.span.end + shift)
    values = {name: getattr(merged, name) for name in merged.__slots__}
    again = Finding(**values | {"span": moved, "related": (Related("", moved, "disease/pain"),)})
    assert suppress(both, [again], STATES, DAY).kept == ()


def test_what_excuses_nothing_is_told_at_its_place() -> None:
    result = applied("ab <!-- kratom-lint: ignore safety/safe, disease: why -->{[disease/pain:one]}")
    assert messages(result) == [
        ("suppression/unused", "This directive excuses no finding of 'safety/safe'; delete it.")
    ]
    [unused] = result.directives
    assert (unused.severity, unused.span) == (Severity.WARNING, Span(3, 57))
    assert unused.fingerprint


@pytest.mark.parametrize("rule", ["safety/new", "status/legal", "status", "drug/late", "drug"])
def test_what_had_no_chance_to_be_found_is_not_called_unused(rule: str) -> None:
    assert applied(f"<!-- kratom-lint: ignore {rule}: why -->{{text}}").directives == ()


def test_a_topic_with_rules_to_come_is_called_unused_all_the_same() -> None:
    assert [rule for rule, _ in messages(applied("<!-- kratom-lint: ignore safety: why -->{text}"))] == [
        "suppression/unused"
    ]


@pytest.mark.parametrize(
    ("directive", "rule", "message"),
    [
        (
            "kratom-lint: ignore safety/saef: why",
            "suppression/unknown-rule",
            "This directive names 'safety/saef', which is no rule; did you mean 'safety/safe'?",
        ),
        (
            "kratom-lint: ignore safety/safe",
            "suppression/no-reason",
            "This directive gives no reason, so it excuses nothing; add it after the rule and a colon.",
        ),
        (
            "kratom-lint: ignore safety/safe:  ",
            "suppression/no-reason",
            "This directive gives no reason, so it excuses nothing; add it after the rule and a colon.",
        ),
        (
            "kratom-lint: ignore: all of it",
            "suppression/malformed",
            "This directive names no rule, so it excuses nothing; write `kratom-lint: ignore RULE: reason`.",
        ),
        (
            "kratom-lint: ignore-lines safety/safe: why",
            "suppression/malformed",
            "This directive says 'ignore-lines', so it excuses nothing; did you mean 'ignore-line'?",
        ),
        (
            "kratom-lint ignore safety/safe: why",
            "suppression/malformed",
            "This directive has no colon after `kratom-lint`, so it excuses nothing; "
            "write `kratom-lint: ignore RULE: reason`.",
        ),
        (
            "kratom-lint: ignore-start safety/safe: why",
            "suppression/malformed",
            "This directive never ends, so it excuses nothing; add `ignore-end`, or use `ignore-file`.",
        ),
        (
            "kratom-lint: ignore-end",
            "suppression/malformed",
            "This directive ends what no `ignore-start` before it began; delete it.",
        ),
    ],
)
def test_what_cannot_be_used_excuses_nothing_and_is_told(directive: str, rule: str, message: str) -> None:
    result = applied(f"<!-- {directive} -->{{[safety/safe:one]}}")
    assert matches(result.kept) == ["one"]
    assert messages(result) == [(rule, message)]


def test_text_about_the_tool_is_no_directive() -> None:
    result = applied("<!-- see the kratom-lint manual -->{[safety/safe:one]}")
    assert (matches(result.kept), result.directives) == (["one"], ())


def test_a_directive_with_one_unknown_rule_still_excuses_the_others() -> None:
    result = applied("<!-- kratom-lint: ignore safety/safe, foo/bar: why -->{[safety/safe:one]}")
    assert matches(result.suppressed) == ["one"]
    assert [rule for rule, _ in messages(result)] == ["suppression/unknown-rule"]


def test_until_its_day_a_directive_holds() -> None:
    result = applied("<!-- kratom-lint: ignore safety/safe until 2026-11-23: quotes the letter -->{[safety/safe:one]}")
    assert (result.kept, result.directives) == ((), ())
    suppression = result.suppressed[0].suppression
    assert suppression is not None
    assert (suppression.reason, suppression.until) == ("quotes the letter", "2026-11-23")


def test_on_its_day_a_directive_has_ended() -> None:
    result = applied("<!-- kratom-lint: ignore safety/safe until 2026-11-22: why -->{[safety/safe:one]}")
    assert matches(result.kept) == ["one"]
    assert messages(result) == [
        (
            "suppression/expired",
            "This directive has excused nothing since 2026-11-22; delete it, or have it approved anew.",
        )
    ]


@pytest.mark.parametrize("until", ["until", "until tomorrow", "until 2026-02-30", "until 2027-01-01 disease"])
def test_until_takes_one_day(until: str) -> None:
    result = applied(f"<!-- kratom-lint: ignore safety/safe {until}: why -->{{[safety/safe:one]}}")
    assert matches(result.kept) == ["one"]
    assert messages(result) == [
        (
            "suppression/malformed",
            f"This directive says {until!r}, so it excuses nothing; write `until YYYY-MM-DD`.",
        )
    ]


def offers(written: str) -> list[tuple[str, str, str]]:
    """Return title, applicability and the text after it, of each suggestion about a directive."""
    read, findings = document(written)
    told = suppress(read, findings, STATES, DAY).directives
    return [
        (each.title, each.applicability.value, apply(read.source, each.edits))
        for finding in told
        for each in finding.suggestions
    ]


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        (
            "One.\n\n<!-- kratom-lint: ignore safety/safe: why -->\n{Two.}\n",
            [("Delete the directive", "safe", "One.\n\nTwo.\n")],
        ),
        (
            "One.\r\n  <!-- kratom-lint: ignore safety/safe: why -->\r\n{Two.}",
            [("Delete the directive", "safe", "One.\r\n\r\nTwo.")],
        ),
        (
            "{One.} <!-- kratom-lint: ignore-line safety/safe: why -->\nTwo.",
            [("Delete the directive", "safe", "One.\nTwo.")],
        ),
        (
            "{One <!-- kratom-lint: ignore safety/safe: why --> two.}",
            [("Delete the directive", "safe", "One two.")],
        ),
        (
            "<!-- kratom-lint: ignore-start safety/safe until 2026-01-01: why -->\n{One.}\n\n"
            "<!-- kratom-lint: ignore-end -->",
            [("Delete the directive and its end", "safe", "One.\n\n")],
        ),
        (
            "<!-- kratom-lint: ignore safety/safe, disease/pain until 2027-01-01: why -->{[disease/pain:one]}",
            [
                (
                    "Let it name only disease/pain",
                    "safe",
                    "<!-- kratom-lint: ignore disease/pain until 2027-01-01: why -->one",
                )
            ],
        ),
        (
            "<!-- kratom-lint: ignore safety/saef: why -->{[safety/safe:one]}",
            [
                ("Write 'safety/safe'", "review", "<!-- kratom-lint: ignore safety/safe: why -->one"),
                ("Delete the directive", "review", "one"),
            ],
        ),
        ("<!-- kratom-lint: ignore safety/safe -->\n{[safety/safe:one]}", [("Delete the directive", "review", "one")]),
    ],
)
def test_what_to_do_about_a_directive(written: str, offered: list[tuple[str, str, str]]) -> None:
    assert offers(written) == offered


PAGES = {
    "markdown": (
        "# Tea\n\n<!-- kratom-lint: ignore disease/pain: why -->\nKratom grows in woods.\n\n"
        "Kratom is\n<!-- kratom-lint: ignore safety until 2020-01-01: why -->\na tree.\n\n"
        "- leaf <!-- kratom-lint: ignore disease/pian: why -->\n- bark\n\n"
        "<!-- kratom-lint: ignore-start disease/pain, disease/sleep: why -->\n\nKratom relieves pain.\n\n"
        "<!-- kratom-lint: ignore-end -->\n\n<!-- kratom-lint: ignore -->\n"
    ),
    "html": (
        "<p>Kratom<!-- kratom-lint: ignore disease/pain: why --> grows.</p>\n"
        "<!-- kratom-lint: ignore-start safety: why --><ul><li>Leaf</li></ul><!-- kratom-lint: ignore-end -->\n"
        "<!-- kratom-lint: ignore-file disease/pain, status until 2020-01-01: why -->\n"
    ),
}


@pytest.mark.parametrize("format", PAGES)
def test_what_to_do_about_a_directive_silences_its_finding_and_adds_none(format: str) -> None:
    book = load_rulebook(["us"], as_of=DAY)

    def found(text: str) -> Counter[tuple[str, str]]:
        findings = lint_text(text, format=format, product="kratom", rulebook=book)
        return Counter((each.rule, each.identity) for each in findings)

    page = PAGES[format]
    tried = 0
    for finding in lint_text(page, format=format, product="kratom", rulebook=book):
        for suggestion in finding.suggestions if finding.rule.startswith("suppression/") else ():
            if suggestion.edits:
                after = found(apply(page, suggestion.edits))
                assert after[finding.rule, finding.identity] < found(page)[finding.rule, finding.identity]
                if not suggestion.title.startswith("Write"):  # which lets a rule speak that could not
                    assert {rule for rule, _ in after - found(page)} <= {finding.rule}
                tried += 1
    assert tried >= 3
