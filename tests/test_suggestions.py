"""Every suggestion with edits, made where it is offered, silences its finding and brings none: proved over the whole
book, on the drafts, and on generated pages, by counts of our own and not by the tool's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint import Rulebook, fix, load_rulebook
from kratom_lint.engine import lint, unmerged
from kratom_lint.fix import apply, verify
from kratom_lint.formats import read
from kratom_lint.formats.document import Document
from kratom_lint.model import Finding, Suggestion
from kratom_lint.rulebook.book import Rule
from kratom_lint.selftest import marked
from kratom_lint.text.slots import Subject, fill
from tests.test_seeds import DRAFTS

BOOK = load_rulebook(as_of="2026-11-22")
NOBODY_CAN_TYPE = {
    rule.id for rule in BOOK.rules if all(each.action == "advise" and each.scope != "rename" for each in rule.suggest)
}
"""Rules whose finding no edit answers: the product must change, or only the seller knows what is missing."""

LOAD_BEARING = {"There is a softer landing"}
"""A heading under a question: without it, the link below would answer the question, and be a finding itself."""

CLAIMS = [
    "Our Green Maeng Da relieves back pain.",
    "**Kratom cures anxiety.** It is bitter.",
    "Plain leaf, and it never causes dependence.",
    "Is it safe? Yes, completely safe.",
    "“It cured my insomnia.” — *Ann*",
    "Steep it in hot water; it eases [sore knees](/knees).",
    "All-natural kratom for sale. #PainRelief",
]
LAWFUL = [
    "Kratom is native to Southeast Asia.",
    "Do not combine it with alcohol or opioids.",
    "Kratom can be habit-forming, and withdrawal is possible.",
    "Ask a doctor before use if you take medicine.",
    "The pouch holds 100 g of *plain* powder.",
    "Green Maeng Da: dried leaf powder.",
]
SENTENCES = st.sampled_from(CLAIMS + LAWFUL)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)
ITEMS = st.lists(SENTENCES | st.sampled_from(["back pain", "better sleep", "bitter taste"]), min_size=1, max_size=3)
LISTS = ITEMS.map(lambda items: "Good for:\n\n" + "\n".join(f"- {item}" for item in items))
HEADINGS = st.sampled_from(["## Kratom for pain", "## About us", "# Leaf", "> Kratom relieves pain.", "---"])
PAGES = st.lists(PARAGRAPHS | LISTS | HEADINGS, min_size=1, max_size=6).map(lambda parts: "\n\n".join(parts) + "\n")


def counted(document: Document, book: Rulebook = BOOK) -> Counter[str]:
    return Counter(finding.rule for finding in unmerged(document, book))


def edited(document: Document, suggestion: Suggestion) -> Document:
    source = apply(document.source, suggestion.edits)
    return read(source, document.format, document.path, document.product, document.selection)


def assert_good(document: Document, finding: Finding) -> list[Suggestion]:
    """Check the suggestions of a finding, and return those that can be made."""
    before = counted(document)
    able = [suggestion for suggestion in finding.suggestions if suggestion.edits]
    for suggestion in finding.suggestions:
        assert suggestion.verified == bool(suggestion.edits)
        assert suggestion.title.strip()
        if not suggestion.edits:
            assert suggestion.applicability == "none"
    for suggestion in able:
        after = counted(edited(document, suggestion))
        assert after[finding.rule] < before[finding.rule], (document.source, suggestion.title)
        assert not after - before, (document.source, suggestion.title, after - before)
    return able


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_example_of_every_rule(rule: Rule) -> None:
    able = found = 0
    for example in rule.examples_flag:
        document = read(marked(example.text)[0], "markdown", product=example.product)
        for finding in verify(document, lint(document, BOOK), BOOK):
            if finding.rule == rule.id:
                found += 1
                assert finding.suggestions
                able += bool(assert_good(document, finding))
    if rule.id in NOBODY_CAN_TYPE:
        assert able == 0
    else:
        assert able >= found * 0.8


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_every_finding_of_every_draft(path: Path) -> None:
    document = read(path.read_text(encoding="utf-8"), "markdown", path.name, "kratom")
    for finding in verify(document, lint(document, BOOK), BOOK):
        able = assert_good(document, finding) or finding.rule in NOBODY_CAN_TYPE or finding.match in LOAD_BEARING
        assert able, finding.rule


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_generated_pages(source: str) -> None:
    document = read(source, "markdown", product="kratom")
    for finding in verify(document, lint(document, BOOK), BOOK):
        assert_good(document, finding)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_no_text_of_a_suggestion_makes_a_claim(rule: Rule) -> None:
    book = BOOK.configured(as_of="2026-11-22", ignore=["disclosure", "endorsement"])
    for remedy in rule.suggest:
        if remedy.action in ("replace", "insert"):
            for subject in (Subject("Kratom"), Subject("Our Green Maeng Da"), Subject("These capsules", plural=True)):
                text = fill(remedy.text, subject)
                assert lint(read(text, "text", product="kratom"), book) == [], text


def offered(source: str, format: str = "markdown", rule: str = "", product: str = "kratom") -> list[tuple[str, str]]:
    """Return the suggestions for the first finding (of a rule): title and what becomes of the source."""
    document = read(source, format, product=product)
    book = BOOK.configured(as_of="2026-11-22", ignore=["disclosure"])
    finding = next(each for each in lint(document, book) if each.rule.startswith(rule))
    (finding,) = verify(document, [finding], book)
    return [(each.title, apply(source, each.edits)) for each in finding.suggestions if each.edits]


def test_the_clause_before_the_sentence_before_a_truthful_text() -> None:
    assert offered("White Borneo is bitter, and it never causes dependence.\n") == [
        (
            "Replace the sentence by: White Borneo can be habit-forming. Using it regularly can lead to dependence, and"
            " stopping may bring on withdrawal symptoms.",
            "White Borneo can be habit-forming. Using it regularly can lead to dependence, and stopping may bring on"
            " withdrawal symptoms.\n",
        ),
        ("Delete “and it never causes dependence”", "White Borneo is bitter.\n"),
        ("Delete the paragraph", ""),
    ]


def test_the_writers_own_name_and_what_the_page_says_of_it() -> None:
    source = "Our Green Maeng Da relieves back pain.\n\nGreen Maeng Da: dried leaf powder.\n"
    assert ("Replace the sentence by: Our Green Maeng Da is a dried leaf powder.") in dict(offered(source))
    assert "Replace" not in str(offered("Our Green Maeng Da relieves back pain.\n"))


def test_names_keep_their_number() -> None:
    text = dict(offered("Our Bali capsules have no side effects.\n"))
    assert "Our Bali capsules can cause nausea, constipation and drowsiness.\n" in text.values()


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("An all-natural leaf.\n", "A leaf.\n"),
        ("It is **green. It cures pain.** Buy it.\n", "It is **green.** Buy it.\n"),
        ("**It cures pain.** Buy it.\n", "Buy it.\n"),
        ('Buy it. [It cures pain](/x "t").\n', "Buy it.\n"),
        ("You get:\n\n- pain relief\n\nBuy it.\n", "Buy it.\n"),
        ("It cures gout. Aspirin relieves pain, too.\n", "Aspirin relieves pain.\n"),
        ("We sell the cleanest Bali leaf around, in bags.\n", "We sell Bali leaf, in bags.\n"),
        ("## Pain\n\nIt relieves pain.\n\n## Shop\n\nBuy it.\n", "## Shop\n\nBuy it.\n"),
        ("> “It cured my back pain.\n> I am glad.” — *Ann*\n\nBuy it.\n", "Buy it.\n"),
        ("**Does it help with pain?**\nYes, it relieves pain.\n\nBuy it.\n", "Buy it.\n"),
        ("It tastes bitter. It cures pain. However, it is cheap.\n", "It tastes bitter. It is cheap.\n"),
        ("| For | Use |\n|---|---|\n| Tea | Steep it |\n| Pain relief | Sip it |\n", None),
        ("Fine leaf (it relieves pain) in bags.\n", "Fine leaf in bags.\n"),
        ("Buy leaf. #PainRelief\n", "Buy leaf.\n"),
        ("Use our leaf to relieve pain, or bake with it.\n", "Use our leaf, or bake with it.\n"),
        ("A powder that cures anxiety.\n", "A powder.\n"),
        ("## Real people, real pain relief\n\nBuy it.\n", "## Real people\n\nBuy it.\n"),
        ("It is bitter. It cures pain. It never fails. We do.\n", "It is bitter. It never fails. We do.\n"),
        ("It is bitter. Kratom cures pain. It really does.\n", "It is bitter.\n"),
        ("It is bitter. It cured her gout. Others report the same of warts.\n", "It is bitter.\n"),
        ("Uses:\n\n- pain relief\n\nFor each of these take a cup.\n\nBuy it.\n", "Buy it.\n"),
        ("Our Green Malay eases gout. It comes in pouches.\n", "Our Green Malay comes in pouches.\n"),
        ("Our Bali tea cures gout. It’s bitter.\n", "Our Bali tea is bitter.\n"),
        ("Kratom cures gout. It is important to read labels.\n", "It is important to read labels.\n"),
        ("It is bitter. It cures gout. This is why we sell it. It also ships.\n", "It is bitter. It ships.\n"),
        ("It is tea. It cures gout. This can cause nausea.\n", "It is tea. This can cause nausea.\n"),
        ("Because kratom cures gout, it sells out fast.\n", "Kratom sells out fast.\n"),
        ("While kratom cures gout, it is wise to read the label.\n", "It is wise to read the label.\n"),
        ("Kratom cures gout, and it comes in bags of 9 g.\n", "Kratom comes in bags of 9 g.\n"),
        ("Our Bali tea cures gout, but never mix it with beer.\n", "Never mix our Bali tea with beer.\n"),
        ("> Kratom cures gout.\n> It is bitter.\n", "> Kratom is bitter.\n"),
        ("It is tea. It cures gout. As such, we sell it.\n", "It is tea. We sell it.\n"),
        ("1. It cures gout.\n2. It is tea.\n3. It ships.\n", "1. It is tea.\n2. It ships.\n"),
        ("4. Tea.\n5. It cures gout.\n6. Leaf.\n\nSo:\n\n7. Hay.\n", "4. Tea.\n5. Leaf.\n\nSo:\n\n7. Hay.\n"),
        ("1. Tea.\n1. It cures gout.\n1. Leaf.\n", "1. Tea.\n1. Leaf.\n"),
        ("Fine tea.[^1]\n\n[^1]: It cures gout.\n\nBuy it.\n", "Fine tea.\n\nBuy it.\n"),
        ("Tea.\n\n| Leaf | Use |\n|---|---|\n| Red | Pain relief |\n\nBuy it.\n", "Tea.\n\nBuy it.\n"),
        ("# Leaf\n\nBuy it.\n\n# Cure your gout\n\nIt is tea.\n", "# Leaf\n\nBuy it.\n\nIt is tea.\n"),
    ],
)
def test_grammar_punctuation_markup_and_containers_are_tidied(source: str, wanted: str | None) -> None:
    if wanted is None:
        wanted = source.replace("| Pain relief | Sip it |\n", "")
    assert wanted in [text for _, text in offered(source)]


@pytest.mark.parametrize(
    "source",
    [
        "Powders known for their strength, such as ours, can relieve pain at once.\n",
        "Compounds in the leaf that bind to receptors could relieve gout.\n",
        "People taking our leaf for pain relief should stay on it.\n",
        "Our tea for pain, stress and sleep is bitter.\n",
        "If it cures gout, it is ours.\n",
        "There is no amount of tea that can stop your heart.\n",
        "Green Malay is the strain for social anxiety.\n",
        "Is there a strain for type 2 diabetes?\n",
        "One of the safest herbs on the planet.\n",
        "Our #SleepyTime\n",
    ],
)
def test_no_piece_of_a_sentence_is_left(source: str) -> None:
    assert [text for title, text in offered(source) if not title.startswith("Replace")] == [""]


def test_a_lead_in_goes_with_the_only_item_that_holds_the_next_lines_apart() -> None:
    source = "We sell leaf. Uses include:\n- Pain relief: our leaf cures gout.\nConclusion\nIt is tea.\n"
    assert "We sell leaf.\nConclusion\nIt is tea.\n" in [text for _, text in offered(source, "text")]


@pytest.mark.parametrize(
    ("format", "source", "wanted"),
    [
        ("html", "<ul><li>Cures pain</li></ul><p>A &amp; B.</p>", "<p>A &amp; B.</p>"),
        ("html", "<p>Leaf. It <b>cures</b> pain.</p>", "<p>Leaf.</p>"),
        ("html", '<img src="a.jpg" alt="Cures pain">', '<img src="a.jpg" alt="">'),
        ("html", '<meta name="keywords" content="leaf, pain relief">', '<meta name="keywords" content="leaf">'),
        ("json", r'{"description": "A \"leaf\". It cures pain."}', r'{"description": "A \"leaf\"."}'),
        ("json", '{"tags": ["leaf", "pain relief"]}', '{"tags": ["leaf"]}'),
        ("yaml", "excerpt: 'It''s a leaf. It cures pain.'\n", "excerpt: 'It''s a leaf.'\n"),
        ("yaml", "tags:\n  - leaf\n  - pain relief\n", "tags:\n  - leaf\n"),
        ("yaml", "title: Ease\ndescription: It cures pain.\n", 'title: Ease\ndescription: ""\n'),
        ("toml", 'excerpt = "A \\"leaf\\". It cures pain."\n', 'excerpt = "A \\"leaf\\"."\n'),
        ("csv", 'id,body\n1,"A ""leaf"". It cures pain."\n', 'id,body\n1,"A ""leaf""."\n'),
        ("text", "Leaf. It cures pain.\r\n", "Leaf.\r\n"),
        ("yaml", "lead: >\n  It cures\n  pain.\nb: 1\n", "lead: >\nb: 1\n"),
        ("csv", 'id,body\n1,"<ul><li>leaf</li><li>pain relief</li></ul>"\n', 'id,body\n1,"<ul><li>leaf</li></ul>"\n'),
        (
            "json",
            '{"faq": [{"q": "Is it bitter?", "a": "Yes."}, {"q": "Does it help with pain?", "a": "Yes."}]}',
            '{"faq": [{"q": "Is it bitter?", "a": "Yes."}]}',
        ),
        (
            "yaml",
            "faq:\n  - q: Does it help with pain?\n    a: Yes, it does.\n  - q: Is it bitter?\n    a: Yes it is.\n",
            "faq:\n  - q: Is it bitter?\n    a: Yes it is.\n",
        ),
        (
            "json",
            '[{"author": "Ann", "text": "It cured my pain. I am glad."}, {"text": "Bitter."}]',
            '[{"text": "Bitter."}]',
        ),
        ("json", '{"badges": {"a": "Relieves pain"}}', '{"badges": {"a": ""}}'),
        ("csv", 'id,b\n1,"[""Cures pain"", ""Bitter""]"\n', 'id,b\n1,"[""Bitter""]"\n'),
        ("csv", 'id,b\n1,"{""text"": ""It cures pain."", ""a"": 1}"\n', 'id,b\n1,"{""text"": """", ""a"": 1}"\n'),
        ("json", '{"html": "<p>A.</p><ul><li>Cures pain</li></ul>"}', '{"html": "<p>A.</p>"}'),
        ("html", '<blockquote>"It cured my gout." <cite>Ann B., Ohio</cite></blockquote><p>A.</p>', "<p>A.</p>"),
        ("html", "<p><i>Kratom cures gout.</i> <b>It is tea.</b></p>", "<p><b>Kratom is tea.</b></p>"),
        (
            "toml",
            '[[faq]]\nq = "Does it cure gout?"\na = "Yes."\n\n[[faq]]\nq = "Is it tea?"\na = "Yes."\n',
            '[[faq]]\nq = "Is it tea?"\na = "Yes."\n',
        ),
        (
            "json",
            '{"a": "Leaf.", "faq": {"question": "Does it cure gout?", "answer": "Yes."}, "b": 1}',
            '{"a": "Leaf.", "b": 1}',
        ),
        (
            "json",
            '{\n  "faq": {\n    "q": "Does it cure gout?",\n    "a": "It cures gout.",\n    "id": 4\n  }\n}\n',
            '{\n  "faq": {\n    "id": 4\n  }\n}\n',
        ),
        (
            "yaml",
            "title: Leaf\nfaq:\n  question: Does it cure gout?\n  answer: >\n    It cures gout.\nsize: 1\n",
            "title: Leaf\nsize: 1\n",
        ),
        (
            "toml",
            'a = "Leaf."\n\n[faq]\nquestion = "Does it cure gout?"\nanswer = "It cures gout."\n\n[more]\nb = 1\n',
            'a = "Leaf."\n\n\n[more]\nb = 1\n',
        ),
        ("html", "<p>Uses:</p><ul><li>pain relief</li></ul><p>A.</p>", "<p>A.</p>"),
        ("html", "<title>Kratom for Pain | Shop</title><p>A.</p>", "<title>Kratom | Shop</title><p>A.</p>"),
        ("html", '<meta name="description" content="Cures pain.">A.', '<meta name="description" content="">A.'),
        ("html", '<p title="Cures pain" id="a">Leaf.</p>', '<p id="a">Leaf.</p>'),
    ],
)
def test_every_format_is_edited_in_its_own_spelling(format: str, source: str, wanted: str) -> None:
    assert wanted in [text for _, text in offered(source, format)]


@pytest.mark.parametrize(
    ("format", "source", "wanted"),
    [
        ("html", "<p>Kratom isn't addictive.</p>", "<p>Kratom can be habit-forming."),
        (
            "json",
            '{"description": "Kratom isn\'t addictive."}',
            '{"description": "Kratom can be habit-forming.',
        ),
        ("markdown", "| a |\n|---|\n| b |\n\nKratom isn't *addictive*.\n", "\n\nKratom can be habit-forming."),
    ],
)
def test_a_replacement_is_spelled_as_the_format_wants(format: str, source: str, wanted: str) -> None:
    assert any(wanted in text for _, text in offered(source, format))


def test_templates_are_never_touched() -> None:
    source = "Our {{ product }} cures pain.\n"
    document = read(source, "markdown", product="kratom")
    for finding in verify(document, lint(document, BOOK), BOOK):
        for suggestion in finding.suggestions:
            for edit in suggestion.edits:
                assert "{{" not in source[edit.span.start : edit.span.end]


def test_a_caution_in_the_same_sentence_is_not_lost() -> None:
    source = "It cures pain, but do not combine it with alcohol or opioids.\n"
    document = read(source, "markdown", product="kratom")
    book = BOOK.configured(as_of="2026-11-22", ignore=["disclosure"])
    for finding in verify(document, lint(document, book), book):
        for suggestion in finding.suggestions:
            if suggestion.edits:
                assert "combine it with alcohol or opioids" in apply(source, suggestion.edits)


def test_a_caution_in_the_sentence_of_a_claim_goes_when_another_stays() -> None:
    claim = "Kratom’s ability to relieve gout draws people with concerns over dependence.\n"
    assert offered(claim) == []
    assert offered(f"{claim}\nDaily use can lead to dependence.\n")[0][1] == "Daily use can lead to dependence.\n"


def test_what_completes_a_partial_statement_is_a_sentence_of_its_own() -> None:
    source = "Kratom for sale.\n\n- Long use can lead to dependence\n"
    document = read(source, "markdown", product="kratom")
    book = BOOK.configured(as_of="2026-11-22", select=["disclosure/dependence-warning"])
    (finding,) = verify(document, lint(document, book), book)
    assert "- Long use can lead to dependence. Kratom can be" in apply(source, finding.suggestions[0].edits)


def test_a_text_too_long_for_proofs_keeps_its_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read("Kratom cures anxiety.\n", "markdown", product="kratom")
    (found, *_) = lint(document, BOOK)
    assert any(each.edits for each in verify(document, [found], BOOK)[0].suggestions)
    monkeypatch.setattr(fix, "MOST", len(document.source))
    assert any(each.edits for each in verify(document, [found], BOOK)[0].suggestions)
    monkeypatch.setattr(fix, "MOST", len(document.source) - 1)
    (advised,) = verify(document, [found], BOOK)
    assert [(each.applicability.value, each.edits) for each in advised.suggestions] == [("none", ())] * len(
        advised.suggestions
    )
    assert advised.suggestions
