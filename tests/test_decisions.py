"""Decisions carried out: edits proved anew, waivers that hold, all or nothing; and files that somebody has touched."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any
from zipfile import ZipFile

import docx
import jsonschema
import pytest

from kratom_lint import fix
from kratom_lint.errors import ConfigError
from kratom_lint.globs import exactly, matches
from kratom_lint.model import Edit, Span
from kratom_lint.review.carry import now
from kratom_lint.review.decisions import parse
from tests.office import xlsx
from tests.report_values import finding, marked
from tests.repository import Done, Repository

SCHEMA = json.loads(files("kratom_lint").joinpath("schemas/decisions.schema.json").read_text(encoding="utf-8"))
COPY = "# Leaf\n\nA bitter leaf. It cures colds. It is green.\n\nIt cures everything.\n"
WAIVER = {"reason": "Quotes the letter.", "approved_by": "J. Doe", "approved_on": "2026-11-23", "expires": "2027-05-01"}

Made = dict[str, Any]


@pytest.fixture
def shop(repository: Repository) -> Repository:
    repository.write("shop/a.md", COPY)
    repository.write("shop/b.md", "Leaves cure anxiety, we say.\n")
    return repository


def about(shop: Repository, *arguments: str) -> Made:
    """Return what the page knows: the run, and the findings in their order."""
    done = shop.lint("report", *(arguments or ("shop",)), "-o", "review.html")
    assert (done.code, done.err) == (0, ""), done
    embedded = shop.read("review.html").partition('id="about">')[2].partition("</script>")[0]
    return dict(json.loads(embedded))


def exported(made: Made, decided: Mapping[int, Mapping[str, Any]]) -> Made:
    """Return what the page exports when the findings of these numbers, from 1, are decided like this."""
    decisions = []
    for number, decision in decided.items():
        known = made["findings"][number - 1]
        kept = {key: known[key] for key in ("path", "rule", "fingerprint", "match")}
        decisions.append({**kept, **decision})
    return {**made["run"], "reviewer": {"name": "J. Doe", "date": "2026-11-23"}, "decisions": decisions}


def accept(made: Made, number: int, index: int = 0) -> dict[str, Any]:
    return {"decision": "accept", "suggestion": made["findings"][number - 1]["suggestions"][index]}


def waive(**changes: str) -> dict[str, Any]:
    return {"decision": "waive", "waiver": {**WAIVER, **changes}}


def apply(shop: Repository, values: Any, *arguments: str) -> Done:
    shop.write("kratom-lint-decisions.json", values if isinstance(values, str) else json.dumps(values))
    return shop.lint("decisions", "apply", "kratom-lint-decisions.json", *arguments)


def test_what_is_accepted_is_made_and_what_is_waived_is_signed(shop: Repository) -> None:
    made = about(shop)
    comment = {"decision": "comment", "comment": "Ask\n\x1b[31mlegal."}
    values = exported(made, {1: accept(made, 1), 2: waive(ticket="LEGAL-7"), 3: comment})
    jsonschema.validate(values, SCHEMA)
    done = apply(shop, values)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        'shop/a.md: fixed claims/cure "cures colds": Delete the sentence\n'
        "shop/a.md: waived claims/cure until 2027-05-01, by J. Doe\n"
        "shop/b.md: comment on claims/cure: Ask \ufffd[31mlegal.\n"
        "kratom-lint-decisions.json: 1 fixed, 1 waived; 1 comment\n"
    )
    assert shop.read("shop/a.md") == "# Leaf\n\nA bitter leaf. It is green.\n\nIt cures everything.\n"
    waivers = shop.read("kratom-lint-waivers.yaml")
    assert "path: shop/a.md\n" in waivers
    assert "reason: Quotes the letter." in waivers
    assert "ticket: LEGAL-7" in waivers
    checked = shop.lint("check", "--format", "concise", "--as-of", "2026-11-24", "shop")
    assert [line.split()[0] for line in checked.out.splitlines()] == ["shop/b.md:1:8:"]


def test_a_dry_run_prints_a_patch_and_writes_nothing(shop: Repository) -> None:
    made = about(shop)
    done = apply(shop, exported(made, {1: accept(made, 1), 3: waive()}), "--diff")
    assert done.code == 0
    assert done.out.startswith("--- a/shop/a.md\n+++ b/shop/a.md\n")
    assert "+  - rule: claims/cure\n" in done.out
    assert done.err.endswith("kratom-lint-decisions.json: would be 1 fixed, 1 waived\n")
    assert shop.read("shop/a.md") == COPY
    assert not (shop.folder / "kratom-lint-waivers.yaml").exists()
    assert done.out.count("--- a/") == 2


def test_claims_next_to_an_edit_are_followed_to_their_new_words(shop: Repository) -> None:
    shop.write("shop/a.md", "It cures colds, and it cures anxiety, and it cures everything too.\n")
    made = about(shop, "shop/a.md")
    titles = [each["suggestions"] for each in made["findings"]]
    assert len(titles) == 3
    part = next(index for index, title in enumerate(titles[1]) if title.startswith("Delete “"))
    done = apply(shop, exported(made, {1: waive(), 2: accept(made, 2, part), 3: waive()}))
    assert done.code == 0, done
    assert "anxiety" not in shop.read("shop/a.md")
    checked = shop.lint("check", "--format", "concise", "--as-of", "2026-11-24", "shop/a.md")
    assert (checked.code, checked.out) == (0, "")


def test_equal_claims_are_told_apart(shop: Repository) -> None:
    shop.write("shop/a.md", "It cures colds.\n\nTea.\n\nIt cures colds.\n\nLeaf.\n\nIt cures colds.\n")
    made = about(shop, "shop/a.md")
    assert [each["fingerprint"][16:] for each in made["findings"]] == ["", "-2", "-3"]
    done = apply(shop, exported(made, {1: accept(made, 1), 3: accept(made, 3)}))
    assert done.code == 0
    assert shop.read("shop/a.md") == "Tea.\n\nIt cures colds.\n\nLeaf.\n"


def test_a_claim_that_went_with_another_needs_nothing_more(shop: Repository) -> None:
    shop.write("shop/a.md", "A leaf. It cures colds and cures anxiety.\n")
    made = about(shop, "shop/a.md")
    assert len(made["findings"]) == 2
    whole = [each["suggestions"].index("Delete the sentence") for each in made["findings"]]
    done = apply(shop, exported(made, {1: accept(made, 1, whole[0]), 2: accept(made, 2, whole[1])}))
    assert done.code == 0
    assert "shop/a.md: gone claims/cure: another edit took it along\n" in done.out
    assert shop.read("shop/a.md") == "A leaf.\n"


def test_a_word_document_gets_tracked_changes_and_can_be_waived_in(shop: Repository) -> None:
    file = shop.folder / "shop/c.docx"
    written = docx.Document()
    for text in ("A leaf. It cures colds. It is green.", "It cures everything, we say."):
        written.add_paragraph(text)
    written.save(str(file))
    made = about(shop, "shop/c.docx")
    assert [each["suggestions"][0] for each in made["findings"]] == ["Delete the sentence", "Delete the paragraph"]
    done = apply(shop, exported(made, {1: accept(made, 1), 2: waive()}))
    assert (done.code, done.err) == (0, "")
    with ZipFile(file) as package:
        body, comments = (package.read(f"word/{name}.xml").decode() for name in ("document", "comments"))
    assert re.findall(r"<w:delText[^>]*>([^<]*)<", body) == [" It cures colds."]
    assert "Law: House Code 1" in comments
    checked = shop.lint("check", "--format", "concise", "--as-of", "2026-11-24", "shop/c.docx")
    assert (checked.code, checked.out) == (0, "")


def test_what_nobody_can_type_into_can_be_waived(shop: Repository) -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>It cures colds.</t></is></c>'
    sheets = {"Sheet1": f'<sheetData><row r="1">{cell}</row></sheetData>'}
    (shop.folder / "shop/c.xlsx").write_bytes(xlsx(sheets))
    made = about(shop, "shop/c.xlsx")
    assert [each["suggestions"] for each in made["findings"]] == [[]]
    done = apply(shop, exported(made, {1: {"decision": "accept", "suggestion": "Delete the sentence"}}))
    assert done.code == 2
    assert "shop/c.xlsx: this format is read only" in done.err
    assert apply(shop, exported(made, {1: waive()})).code == 0
    checked = shop.lint("check", "--format", "concise", "--as-of", "2026-11-24", "shop/c.xlsx")
    assert (checked.code, checked.out) == (0, "")


def test_options_of_the_page_hold_for_the_decisions(shop: Repository) -> None:
    made = about(shop, "shop", "--severity", "claims/cure=info", "--ignore", "claims/warning", "--as-of", "2026-11-20")
    assert made["run"]["arguments"] == {
        "as_of": "2026-11-20",
        "ignore": ["claims/warning"],
        "severity": [["claims/cure", "info"]],
    }
    values = exported(made, {1: accept(made, 1)})
    jsonschema.validate(values, SCHEMA)
    assert apply(shop, values).code == 0


def test_a_file_with_odd_letters_in_its_name_is_waived_alone(shop: Repository) -> None:
    for name in ("[slug]*?.md", "sxlug.md"):
        shop.write(name, "It cures colds.\n")
    made = about(shop, "[slug]*?.md")
    assert apply(shop, exported(made, {1: waive()})).code == 0
    checked = shop.lint("check", "--format", "concise", "--as-of", "2026-11-24", "--exclude", "review.html", ".")
    assert [line.split(":")[0] for line in checked.out.splitlines()] == [
        "shop/a.md",
        "shop/a.md",
        "shop/b.md",
        "sxlug.md",
    ]


@pytest.mark.parametrize(
    ("edits", "after"),
    [
        ([Edit(Span(0, 5), "")], "[[cures]]."),
        ([Edit(Span(5, 5), "soon "), Edit(Span(10, 10), " all")], "Leaf soon [[cures]] all."),
        ([Edit(Span(0, 4), "Tea"), Edit(Span(10, 11), "")], "Tea [[cures]]"),
        ([Edit(Span(0, 7), "It acts, ")], "It a[[cts, res]]."),  # what is still found where it was changed
        ([Edit(Span(8, 11), "e all")], "Leaf [[cure a]]ll"),
        ([Edit(Span(0, 11), "Tea.")], None),
    ],
)
def test_a_finding_is_followed_through_edits(edits: list[Edit], after: str | None) -> None:
    source, segments = marked("Leaf [[cures]].")
    before = finding(segments, fingerprint="a")
    edited, there = marked(after or "Nothing [[new]] here at all.")
    found = now(before, edits, [finding(there, fingerprint="b"), finding((Span(90, 91),), rule="a/b")])
    assert (found is not None) == (after is not None)
    assert after is None or fix.apply(source, edits) == edited


@pytest.mark.parametrize("path", ["a.md", "b/a.md", "[slug].md", "a*.md", "b?/[x", "b/[[a]]!.md"])
def test_a_path_as_a_glob_means_itself_alone(path: str) -> None:
    assert matches([exactly(path)], path)
    assert not matches([exactly(path)], f"other/{path}")
    assert not matches([exactly(path)], path.replace("a", "aa").replace("x", "y").replace("l", "k"))


def test_a_text_that_has_changed_stops_all(shop: Repository) -> None:
    made = about(shop)
    values = exported(made, {1: accept(made, 1), 3: waive()})
    shop.write("shop/b.md", "Leaves cure anxiety, they say.\n")
    done = apply(shop, values)
    assert (done.code, done.out) == (2, "")
    assert done.err == "shop/b.md: has changed since the page was made; make the page again and decide anew\n"
    assert shop.read("shop/a.md") == COPY
    assert not (shop.folder / "kratom-lint-waivers.yaml").exists()


def test_decisions_are_carried_out_once(shop: Repository) -> None:
    made = about(shop)
    values = exported(made, {1: accept(made, 1)})
    assert apply(shop, values).code == 0
    assert apply(shop, values).code == 2


def test_a_rule_book_that_has_changed_stops_all(shop: Repository) -> None:
    made = about(shop)
    shop.write("pack/pack.yaml", shop.read("pack/pack.yaml").replace("1.0.0", "1.0.1"))
    done = apply(shop, exported(made, {1: accept(made, 1)}))
    assert done.code == 2
    assert done.err == "house: this rule book is not the one of the page; make the page again and decide anew\n"


def test_a_finding_or_suggestion_that_there_is_not_writes_nothing(shop: Repository) -> None:
    made = about(shop)
    values = exported(made, {1: accept(made, 1), 2: accept(made, 2)})
    values["decisions"][1]["fingerprint"] = "0" * 16
    done = apply(shop, values)
    again = "make the page again and decide anew"
    assert (done.code, done.err) == (2, f"shop/a.md: claims/cure finds no {'0' * 16} there; {again}\n")
    values = exported(made, {1: {"decision": "accept", "suggestion": "Replace the sentence by: It heals."}})
    done = apply(shop, values)
    assert done.code == 2
    assert "claims/cure offers no suggestion 'Replace the sentence by: It heals.'" in done.err
    assert shop.read("shop/a.md") == COPY


def test_if_one_file_cannot_be_written_none_is(shop: Repository) -> None:
    made = about(shop)
    (shop.folder / "shop/b.md").chmod(0o444)
    done = apply(shop, exported(made, {1: accept(made, 1), 3: accept(made, 3)}))
    assert done.code == 2
    assert "shop/b.md: is read-only" in done.err
    assert shop.read("shop/a.md") == COPY
    assert sorted(path.name for path in (shop.folder / "shop").iterdir()) == ["a.md", "b.md"]


def test_a_broken_waiver_file_stops_all(shop: Repository) -> None:
    made = about(shop)
    values = exported(made, {1: accept(made, 1), 3: waive()})
    shop.write("kratom-lint-waivers.yaml", "waivers: 7\n")
    assert apply(shop, values).code == 2
    assert (shop.read("shop/a.md"), shop.read("kratom-lint-waivers.yaml")) == (COPY, "waivers: 7\n")


FULL: Made = {
    "decisions_version": 1,
    "tool": {"name": "kratom-lint", "version": "0.1.0"},
    "as_of": "2026-11-22",
    "packs": [{"id": "us", "version": "0.1.0", "sha256": "0" * 64}],
    "arguments": {"as_of": "2026-11-22", "severity": [["a", "off"]], "no_baseline": True, "packs": ["us"]},
    "inputs": [{"path": "a.md", "sha256": "0" * 64}],
    "reviewer": {"name": "", "date": ""},
    "decisions": [
        {"path": "a.md", "rule": "a/b", "fingerprint": "f", "match": "m", "decision": "accept", "suggestion": "s"},
        {"path": "a.md", "rule": "a/b", "fingerprint": "g", "match": "m", "decision": "waive", "waiver": WAIVER},
        {"path": "a.md", "rule": "a/b", "fingerprint": "h", "match": "m", "decision": "comment", "comment": "c"},
    ],
}


def test_the_schema_and_the_reader_take_the_same_file() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(FULL, SCHEMA)
    read = parse(json.dumps(FULL), "d.json")
    assert [(each.kind, each.suggestion, bool(each.waiver), each.comment) for each in read.decisions] == [
        ("accept", "s", False, ""),
        ("waive", "", True, ""),
        ("comment", "", False, "c"),
    ]


def put(*steps: str | int, value: object) -> Callable[[Made], None]:
    def change(values: Made) -> None:
        place: Any = values
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = value

    return change


def drop(*steps: str | int) -> Callable[[Made], None]:
    def change(values: Made) -> None:
        place: Any = values
        for step in steps[:-1]:
            place = place[step]
        del place[steps[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("more", value=1), "/more: unknown key"),
        (drop("inputs"), "/: `inputs` is missing"),
        (put("decisions", value={}), "/decisions: a list is needed here, not an object"),
        (put("decisions", 0, value="x"), "/decisions/0: an object is needed here"),
        (put("decisions", 0, "decison", value="x"), "/decisions/0/decison: unknown key; did you mean 'decision'?"),
        (
            put("decisions", 0, "decision", value="keep"),
            "/decisions/0/decision: 'keep' is none of accept",
        ),
        (drop("decisions", 0, "suggestion"), "/decisions/0: the decision 'accept' needs `suggestion`; add it"),
        (
            put("decisions", 0, "waiver", value=WAIVER),
            "/decisions/0/waiver: it does not belong to the",
        ),
        (put("decisions", 0, "comment", value=None), "/decisions/0/comment: a text is needed here, not null"),
        (put("decisions", 0, "edits", value=[]), "/decisions/0/edits: unknown key"),
        (drop("decisions", 1, "waiver"), "/decisions/1: the decision 'waive' needs `waiver`; add it"),
        (drop("decisions", 1, "waiver", "expires"), "/decisions/1/waiver: `expires` is missing"),
        (put("decisions", 1, "waiver", "expires", value="soon"), "/decisions/1/waiver/expires: 'soon' is no day"),
        (put("decisions", 1, "waiver", "approved_by", value=" "), "/decisions/1/waiver/approved_by: it is empty"),
        (put("decisions", 2, "comment", value=""), "/decisions/2: the decision 'comment' needs `comment`; add it"),
        (put("arguments", "paks", value=[]), "/arguments/paks: unknown key; did you mean 'packs'?"),
        (put("arguments", "packs", value="us"), "/arguments/packs: it is of the wrong type"),
        (put("arguments", "severity", value=[["a"]]), "/arguments/severity: it is of the wrong type"),
        (put("arguments", "no_baseline", value="yes"), "/arguments/no_baseline: it is of the wrong type"),
        (put("arguments", "product", value=1), "/arguments/product: it is of the wrong type"),
        (put("inputs", 0, "sha256", value="0"), "/inputs/0/sha256: it is no SHA-256"),
        (put("reviewer", "date", value="yesterday"), "/reviewer/date: 'yesterday' is no day"),
        (put("as_of", value="2026-02-30"), "/as_of: '2026-02-30' is no day"),
    ],
)
def test_the_schema_and_the_reader_refuse_the_same(change: Callable[[Made], None], message: str) -> None:
    values = copy.deepcopy(FULL)
    change(values)
    checker = jsonschema.FormatChecker(["date"])
    assert list(jsonschema.Draft202012Validator(SCHEMA, format_checker=checker).iter_errors(values))
    with pytest.raises(ConfigError) as told:
        parse(json.dumps(values), "d.json")
    assert f"d.json: {message}" in str(told.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("decisions", 0, "path", value="b.md"), "/decisions/0/path: 'b.md' is none of the inputs"),
        (put("decisions", 1, "fingerprint", value="f"), "/decisions/1: there is another decision about this finding"),
        (put("decisions", 1, "waiver", "expires", value="2026-11-23"), "/decisions/1/waiver/expires: it is not after"),
        (put("inputs", 0, "path", value="/etc/passwd"), "/inputs/0/path: '/etc/passwd' does not lie in this folder"),
        (put("inputs", 0, "path", value="x/../../a.md"), "/inputs/0/path: 'x/../../a.md' does not lie in this folder"),
        (put("tool", "version", value="0.0.9"), "/tool/version: kratom-lint 0.0.9 made the page and this is 0.1.0"),
    ],
)
def test_what_no_schema_can_tell_is_refused_too(change: Callable[[Made], None], message: str) -> None:
    values = copy.deepcopy(FULL)
    change(values)
    with pytest.raises(ConfigError) as told:
        parse(json.dumps(values), "d.json")
    assert f"d.json: {message}" in str(told.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{"a": 1,\n}', "d.json:2:1: it is no JSON; export it again from the page"),
        ("[" * 100_000, "d.json: it is no JSON; export it again from the page"),
        ('{"a": 1, "a": 2}', "d.json: the key 'a' is there twice in one object; export it again from the page"),
        ("[]", "d.json: it is no decisions file, for it has no `decisions_version`; "),
        ('{"decisions_version": true}', "d.json: it is no decisions file, for it has no `decisions_version`; "),
        (
            f'{{"decisions_version": {"9" * 5000}}}',
            "d.json: it holds a number of 5,000 digits; export it again from the page",
        ),
        ('{"decisions_version": 2}', "d.json: it is of version 2, and this kratom-lint reads version 1; "),
    ],
)
def test_what_is_no_decisions_file_is_told(source: str, message: str) -> None:
    with pytest.raises(ConfigError) as told:
        parse(source, "d.json")
    assert str(told.value).startswith(message)


def test_all_faults_are_told_at_once_and_nothing_is_written(shop: Repository) -> None:
    made = about(shop)
    values = exported(made, {1: accept(made, 1), 3: waive(expires="")})
    values["extra"] = 1
    done = apply(shop, values)
    assert (done.code, len(done.err.splitlines())) == (2, 2)
    assert shop.read("shop/a.md") == COPY


def test_a_decisions_file_that_is_not_there_is_told(shop: Repository) -> None:
    done = shop.lint("decisions", "apply", "absent.json")
    advice = "export one from the page of `kratom-lint report -o`"
    assert (done.code, done.err) == (2, f"absent.json: there is no such file; {advice}\n")
