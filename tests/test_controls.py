"""A button without its text is worse than none: in data it goes with its key or its object, or not at all."""

from __future__ import annotations

import json

import pytest
import yaml

from kratom_lint import load_rulebook
from kratom_lint.engine import lint
from kratom_lint.formats import read
from kratom_lint.rounds import Outcome, repair

BOOK = load_rulebook(as_of="2026-11-22").configured(as_of="2026-11-22", ignore=["disclosure"])


def repaired(source: str, format: str, path: str | None = None) -> Outcome:
    return repair(read(source, format, path, "kratom"), BOOK, lambda document: lint(document, BOOK), "review")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"cta": {"label": "Relieve your pain", "href": "/x", "wide": True}, "more": 1}, {"more": 1}),
        ({"hero": {"text": "Plain leaf.", "button": "Kill the pain"}}, {"hero": {"text": "Plain leaf."}}),
        ({"footer": {"cta": "Kill the pain"}, "more": 1}, {"more": 1}),
        ({"badge": "Cures cancer", "title": "Leaf"}, {"title": "Leaf"}),
        ({"primaryButtonText": "Kill the pain", "more": 1}, {"more": 1}),
        ({"buttons": ["Order", "Kill the pain"]}, {"buttons": ["Order"]}),
        ({"buttons": [{"label": "Kill the pain", "to": "/"}, {"label": "Order"}]}, {"buttons": [{"label": "Order"}]}),
        ({"buttons": [{"label": "Kill the pain"}], "more": 1}, {"buttons": [], "more": 1}),
        ({"cta": {"label": "Kill the pain", "note": "Ships on Monday."}}, None),
        ({"description": "Kratom relieves pain."}, {"description": ""}),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_json(before: object, after: object, indent: int | None) -> None:
    outcome = repaired(json.dumps(before, indent=indent), "json")
    if after is None:
        assert outcome.document.source == json.dumps(before, indent=indent)
        assert [each.finding.rule for each in outcome.left] == ["disease/pain"]
    else:
        assert (json.loads(outcome.document.source), outcome.left) == (after, ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hero:\n  cta:\n    href: /x\n    label: Kill the pain\n  more: 1\n", "hero:\n  more: 1\n"),
        ("hero:\n  cta:\n    label: Kill the pain\nmore: 1\n", "more: 1\n"),
        ("badge: Kill the pain # now\nmore: 1\n", "more: 1\n"),
        ("cta: {label: Kill the pain, href: /x}\nmore: 1\n", "more: 1\n"),
        ("buttons:\n- label: Kill the pain\n  href: /x\n- label: Order\n", "buttons:\n- label: Order\n"),
        ("buttons:\n  - {label: Kill the pain}\n  - {label: Order}\n", "buttons:\n  - {label: Order}\n"),
        ("buttons:\n  - label: Kill the pain\nmore: 1\n", "more: 1\n"),
    ],
)
def test_yaml(before: str, after: str) -> None:
    outcome = repaired(before, "yaml")
    assert (outcome.document.source, outcome.left) == (after, ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = 1\n[hero.cta]\nlabel = 'Kill the pain'\nto = '/'\n[b]\nc = 2\n", "a = 1\n[b]\nc = 2\n"),
        ("[hero]\nmore = 1\ncta = {label = 'Kill the pain', to = '/'}\n", "[hero]\nmore = 1\n"),
    ],
)
def test_toml(before: str, after: str) -> None:
    outcome = repaired(before, "toml")
    assert (outcome.document.source, outcome.left) == (after, ())


def test_front_matter() -> None:
    outcome = repaired("---\ntitle: Leaf\ncta:\n  label: Kill the pain\n---\nPlain leaf.\n", "markdown")
    assert (outcome.document.source, outcome.left) == ("---\ntitle: Leaf\n---\nPlain leaf.\n", ())


def test_a_message_that_a_program_looks_up_keeps_its_key() -> None:
    outcome = repaired('{"cta": "Kill the pain", "more": "Leaf"}', "json", "src/locales/en.json")
    assert json.loads(outcome.document.source) == {"cta": "", "more": "Leaf"}


ASKED = '{q: "Does kratom cure pain?", a: "Yes, it relieves pain."}'
OTHER = '{q: "Where do you ship?", a: "To all of Nevada."}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"faq: [{ASKED}, {OTHER}]\n", f"faq: [{OTHER}]\n"),
        (f"faq: [{OTHER}, {ASKED}]\n", f"faq: [{OTHER}]\n"),
        (f"faq: [{ASKED}]\nmore: 1\n", "faq: []\nmore: 1\n"),
        (f"faq: [\n  {ASKED},\n  {OTHER},\n]\n", f"faq: [\n  {OTHER},\n]\n"),
        (f"faq:\n  - {ASKED} # old\n  - {OTHER}\n", f"faq:\n  - {OTHER}\n"),
        (f"faq:\n- {OTHER}\n- {ASKED}\nmore: 1\n", f"faq:\n- {OTHER}\nmore: 1\n"),
        (f"faq:\n- {ASKED}\n- {OTHER}\n", f"faq:\n- {OTHER}\n"),
        (f"faq:\n- {ASKED}\nmore: 1\n", "more: 1\n"),
        (f"faq: {ASKED}\nmore: 1\n", "more: 1\n"),
    ],
)
def test_a_question_and_its_answer_in_one_line_go_whole(before: str, after: str) -> None:
    outcome = repaired(before, "yaml")
    assert (outcome.document.source, outcome.left) == (after, ())
    assert yaml.safe_load(after)
