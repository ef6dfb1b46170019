"""Texts a document owes its reader: adequate, partial, missing, and where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kratom_lint import Finding, Rulebook, Span, lint_text, load_rulebook
from kratom_lint.engine import lint
from kratom_lint.fix import apply, verify
from kratom_lint.formats import read
from kratom_lint.model import Applicability, Edit

PACK = {
    "pack.yaml": "name: house\nversion: 1\njurisdiction: house\n",
    "authorities.yaml": (
        "law:\n  citation: House rule 1\n  title: Warn\n  url: https://example.com/law\n  jurisdiction: house\n"
        "  in_force: 2020-01-01\n  confidence: V1\n  checked: 2026-01-01\n"
    ),
    "owed/warning.yaml": """\
summary: Lacks a warning.
severity: error
claim: omission
authority: [law]
why: Readers need it.
when: ['buy kratom']
require:
  habit: ['habit-forming']
  withdrawal: ['withdrawal']
void: ['rarely']
suggest:
  - insert: end
    text: Kratom can be habit-forming, and stopping can bring withdrawal.
examples:
  flag: ['Buy kratom.[[]]', 'Buy kratom now.[[]]', 'Buy kratom today.[[]]', 'You buy kratom.[[]]', 'Buy kratom?[[]]']
  pass: [Kratom is a tree., A leaf., A cup., Tea., Water.]
""",
    "owed/notice.yaml": """\
summary: Lacks the notice.
severity: warning
claim: omission
authority: [law]
why: The words are the law's.
when: ['order kratom']
verbatim: [This leaf has not been evaluated by anyone at all.]
suggest:
  - insert: end
    text: This leaf has not been evaluated by anyone at all.
examples:
  flag: ['Order kratom.[[]]', 'Order kratom![[]]', 'Order kratom soon.[[]]', 'I order kratom.[[]]', 'Order kratom?[[]]']
  pass: [Kratom is a tree., A leaf., A cup., Tea., Water.]
""",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("house")
    for name, text in PACK.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KRATOM_LINT_CACHE_DIR", str(folder / "cache"))
        return load_rulebook([folder])


def found(text: str, book: Rulebook) -> list[Finding]:
    return lint_text(text, format="markdown", product="kratom", rulebook=book)


def test_missing(book: Rulebook) -> None:
    text = "# Shop\n\nBuy kratom here.\n"
    (finding,) = found(text, book)
    assert (finding.rule, finding.severity, finding.anchor) == ("owed/warning", "error", "document")
    assert finding.span == Span(len("# Shop\n\nBuy kratom here."), len("# Shop\n\nBuy kratom here."))
    assert finding.message == "Lacks a warning. Missing: nothing says habit, withdrawal."
    (suggestion,) = finding.suggestions
    assert suggestion.applicability is Applicability.SAFE
    assert found(apply(text, suggestion.edits), book) == []


def test_partial_is_a_warning_at_the_end_of_the_statement(book: Rulebook) -> None:
    text = "Buy kratom here. It is habit-forming. Ships today.\n"
    (finding,) = found(text, book)
    assert finding.severity == "warning"
    assert finding.message == "Lacks a warning. Partial: it says habit but not withdrawal."
    assert text[: finding.span.start].endswith("It is habit-forming.")


@pytest.mark.parametrize(
    "text",
    [
        "Buy kratom here. It is habit-forming, and withdrawal is real.",
        "Buy kratom here.\n\n## Cautions\n\n- habit-forming\n- withdrawal when you stop",
    ],
)
def test_adequate(text: str, book: Rulebook) -> None:
    assert found(text, book) == []


@pytest.mark.parametrize(
    "text",
    [
        "Buy kratom here. It is not habit-forming and has no withdrawal.",
        "Buy kratom here. It is rarely habit-forming and withdrawal is over soon.",
        "# One\n\nBuy kratom here. It is habit-forming.\n\n# Two\n\nWithdrawal is possible.",
    ],
)
def test_negated_played_down_or_torn_apart_is_not_adequate(text: str, book: Rulebook) -> None:
    assert len(found(text, book)) == 1


@pytest.mark.parametrize(
    "tucked",
    [
        "<details><summary>More</summary><p>{}</p></details>",
        "<p>See the note.[^1]</p>\n\n[^1]: {}",
    ],
)
def test_what_few_readers_see_is_partial(tucked: str, book: Rulebook) -> None:
    text = f"Buy kratom here.\n\n{tucked.format('Habit-forming; withdrawal is real.')}\n"
    (finding,) = found(text, book)
    assert finding.severity == "warning"
    assert finding.message.endswith("Partial: it stands in a footnote, or in a part that is closed until it is opened.")
    open_ = text.replace("<details>", "<details open>").replace("[^1]:", "Note:")
    assert found(open_, book) == []


@pytest.mark.parametrize(
    ("format", "button"),
    [
        ("html", "<button>Add to cart</button>"),
        ("html", '<a class="button" href="/c"><b>Buy</b> now</a>'),
        ("html", '<p>Hurry: <a href="/c">order yours →</a> in time.</p>'),
        ("html", '<form><input type="submit" value="Add to cart"></form>'),
        ("markdown", "[Buy now](/cart)"),
        ("markdown", "So [**add to cart**](/cart) soon."),
    ],
)
def test_a_disclosure_long_after_the_first_place_to_buy_is_partial(format: str, button: str, book: Rulebook) -> None:
    warning, filler = "It is habit-forming, with withdrawal.", "\n\nThe leaf is dried and ground fine." * 50
    offer = "Buy kratom here."

    def told(*parts: str) -> list[str]:
        text = "\n\n".join(f"<p>{part}</p>" if format == "html" and part[0] != "<" else part for part in parts)
        return [each.message for each in lint_text(text, format=format, product="kratom", rulebook=book)]

    (message,) = told(offer, button, filler.strip(), warning)
    assert message.lower().startswith("lacks a warning. partial: it comes long after “")
    assert message.endswith("”, the first place to buy.")
    assert told(offer, warning, button, filler.strip(), warning) == []
    assert told(offer, button, warning, filler.strip()) == []
    assert told(offer, "Buy now, or add to cart.", filler.strip(), warning) == []


def test_what_comes_late_is_said_again_before_the_place_to_buy(book: Rulebook) -> None:
    filler = "The leaf is dried and ground fine.\n\n" * 50
    text = f"Buy kratom here.\n\n[Buy now](/cart)\n\n{filler}It is habit-forming, with withdrawal.\n"
    document = read(text, "markdown", product="kratom")
    (finding,) = verify(document, lint(document, book), book)
    after = apply(text, finding.suggestions[0].edits)
    assert after.startswith(
        "Buy kratom here.\n\nKratom can be habit-forming, and stopping can bring withdrawal.\n\n[Buy now](/cart)\n"
    )
    assert found(after, book) == []


@pytest.mark.parametrize(
    "unseen", ['<img alt="{}" src="a.png">', '<p title="{}">Tea.</p>', "<p hidden>{}</p>", "<!-- {} -->"]
)
def test_what_no_reader_sees_is_missing(unseen: str, book: Rulebook) -> None:
    (finding,) = found(f"Buy kratom here.\n\n{unseen.format('Habit-forming; withdrawal is real.')}\n", book)
    assert finding.message.endswith("Missing: nothing says habit, withdrawal.")


def test_mandated_text_is_compared_word_for_word(book: Rulebook) -> None:
    assert found("Order kratom. **This leaf has not been evaluated by anyone at all.**", book) == []
    (finding,) = found("Order kratom.\n\nThis herb has not been evaluated by anyone.", book)
    assert finding.severity == "warning"
    assert finding.message.endswith(
        "Partial: the words differ: this [-leaf-] {+herb+} has not been evaluated by anyone [-at all-]."
    )
    (finding,) = found("Order kratom.", book)
    assert finding.message == "Lacks the notice. Missing: the required text is not there."


def test_edits_may_not_overlap() -> None:
    assert apply("abc", [Edit(Span(0, 1), "x"), Edit(Span(2, 3), "")]) == "xb"
    with pytest.raises(ValueError, match="overlap"):
        apply("abc", [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "")])


def test_the_house_pack_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"no pack\.yaml"):
        load_rulebook([tmp_path])
