"""What the page for pasted drafts is told: the report of the command line, suggestions, the text of files."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from typing import Any

import pytest

from kratom_lint.errors import SourceError
from kratom_lint.formats import syntax
from kratom_lint.settings import Layer
from kratom_lint.web.desk import MOST, Desk, QuestionError, question_of
from kratom_lint.web.law import law_of
from kratom_lint.web.page import page
from tests.office import docx, par, run

TEXT = "🌿 Kratom cures anxiety."


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(law_of(Layer(), None))


def asked(desk: Desk, what: str, **question: Any) -> Any:
    return json.loads(getattr(desk, what)(question_of(question)))


def test_a_draft_gets_the_report_of_the_command_line(desk: Desk) -> None:
    answer = asked(desk, "check", text=TEXT)
    assert (answer["format"], answer["unnamed"]) == ("text", 0)
    report = answer["report"]
    assert [pack["id"] for pack in report["packs"]] == ["us"]
    assert report["run"]["exit_code"] == 1
    (finding,) = [each for each in report["findings"] if each["anchor"] == "text"]
    assert (finding["rule"], finding["match"], finding["span"]["utf16"]) == (
        "disease/anxiety-depression",
        "cures anxiety",
        [10, 23],
    )


def test_suggestions_have_proved_edits(desk: Desk) -> None:
    report = asked(desk, "check", text=TEXT + " It is a leaf.")["report"]
    fingerprint = report["findings"][0]["fingerprint"]
    answer = asked(desk, "suggest", text=TEXT + " It is a leaf.", fingerprint=fingerprint)
    first = answer["suggestions"][0]
    assert (first["kind"], first["verified"], first["edits"]) == ("delete", True, [{"char": [0, 24], "text": ""}])


def test_there_are_no_suggestions_for_a_finding_that_is_gone(desk: Desk) -> None:
    assert asked(desk, "suggest", text="A leaf.", fingerprint="none") == {"suggestions": []}


def test_the_page_may_say_what_the_draft_does_not(desk: Desk) -> None:
    text = "It cures anxiety."
    assert asked(desk, "check", text=text)["unnamed"] == 1
    named = asked(desk, "check", text=text, product="kratom")["report"]["findings"]
    assert "disease/anxiety-depression" in {finding["rule"] for finding in named}
    assert asked(desk, "check", text="# Kratom\n\nA **leaf**.", format="")["format"] == "markdown"
    assert asked(desk, "check", text="# Kratom", format="text")["format"] == "text"
    assert asked(desk, "check", text="Kratom", name="a.html")["format"] == "html"


def test_the_law_of_a_state_holds_where_it_is_asked_for(desk: Desk) -> None:
    text = "Buy kratom here: red leaf, 20 dollars."
    rules = {place: asked(desk, "check", text=text, place=place)["report"] for place in ("", "us-al")}
    assert rules[""]["run"]["jurisdictions"] == ["us"]
    assert any(finding["rule"].startswith("ban/") for finding in rules["us-al"]["findings"])
    with pytest.raises(QuestionError, match="no pack has the law of 'us-xx'"):
        asked(desk, "check", text=text, place="us-xx")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "a question is an object of texts"),
        ({"text": "a", "rules": "b"}, "unknown key 'rules'; known are text, format, name, product, place, fingerprint"),
        ({"text": 3}, "'text' must be a text"),
        ({"format": "text"}, "'text' is missing"),
        ({"text": "a", "format": "docx"}, "no format 'docx' of texts"),
        ({"text": "a", "product": "tea"}, "no product 'tea'; known are kratom, 7-oh, botanical, none"),
        ({"text": "a" * (MOST + 1)}, "the draft has 1,000,001 characters, 1,000,000 is the most; check it in a file"),
    ],
)
def test_what_is_no_question_is_refused(data: object, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        question_of(data)
    assert str(caught.value) == message


def test_a_word_file_is_opened_as_its_text(desk: Desk) -> None:
    data = docx(par(run("Kratom cures anxiety.")) + par(run("It is a leaf.")))
    opened = json.loads(desk.open("C:\\drafts\\page.docx", data))
    assert opened == {
        "text": "Kratom cures anxiety.\n\nIt is a leaf.\n",
        "format": "text",
        "name": "page.docx",
        "extracted": True,
    }


def test_a_text_file_is_opened_in_its_encoding(desk: Desk) -> None:
    opened = json.loads(desk.open("a.md", "é".encode("utf-16")))
    assert (opened["text"], opened["format"], opened["extracted"]) == ("é", "markdown", False)
    with pytest.raises(SourceError, match=r"a\.txt: undecodable: byte 0"):
        desk.open("a.txt", b"\xff")
    with pytest.raises(SourceError, match=r"^it is no zipped file"):
        desk.open("a.docx", b"no zip")


def test_a_draft_that_needs_an_extra_that_is_not_there_is_incomplete(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    syntax._parser.cache_clear()  # another test may have read some already
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    report = asked(desk, "check", text="export const a = <p>Kratom</p>;", name="a.jsx")["report"]
    assert [part["reason"] for part in report["incomplete"]] == ["missing-extra"]
    assert report["run"]["exit_code"] == 2


def test_the_page_allows_itself_only_what_it_is_made_of() -> None:
    html = page(["const backEnd = {};"], "'none'", data="<p>data</p>", workers=True)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    (style,), (script,) = (re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", html, re.S) for tag in ("style", "script"))
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'sha256-{digest(script)}' blob: 'wasm-unsafe-eval'",
        "style-src": f"'sha256-{digest(style)}'",
        "img-src": "data:",
        "connect-src": "'none'",
        "worker-src": "blob:",
        "form-action": "'none'",
        "base-uri": "'none'",
    }


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
