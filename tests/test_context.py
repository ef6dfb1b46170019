"""What the clause around a claim does to it, on the shipped rules."""

from __future__ import annotations

import pytest

from kratom_lint import Rulebook, lint_text, load_rulebook


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(as_of="2026-11-22").configured(as_of="2026-11-22", select=["disease", "safety"])


def found(text: str, book: Rulebook, format: str = "markdown") -> list[str]:
    return [f.match for f in lint_text(text, format=format, product="kratom", rulebook=book) if f.severity != "info"]


@pytest.mark.parametrize(
    "text",
    [
        "Kratom relieves pain.",
        "Kratom may relieve pain.",
        "It not only relieves pain.",
        "Many users say it relieves pain.",
        "Studies suggest that it relieves pain.",
        "Does kratom relieve pain?",
        "“It relieves pain,” says Jo.",
        "You do not need pills: kratom relieves pain.",
        "Kratom is not a drug, but it relieves pain.",
        "The FDA has not approved it, yet kratom relieves pain.",
        "Unlike NSAIDs, kratom relieves pain.",
        "Kratom never fails to relieve pain.",
    ],
)
def test_these_do_not_excuse_a_claim(text: str, book: Rulebook) -> None:
    assert found(text, book)[-1] in ("relieves pain", "relieve pain")


@pytest.mark.parametrize(
    "text",
    [
        "Kratom does not relieve pain.",
        "Kratom doesn’t relieve pain.",
        "Kratom is not approved by any agency to diagnose, treat, cure or prevent pain.",
        "No study has shown that kratom relieves pain.",
        "There is no evidence that kratom relieves pain.",
        "Do not take kratom to relieve pain.",
        "The FDA warned sellers who said that kratom relieves pain.",
        "According to the complaint, the shop said its leaf relieves pain.",
        "NSAIDs relieve pain.",
        "Claims that kratom relieves pain are unproven.",
        "Whether kratom relieves pain is unknown.",
        "Is kratom a treatment for anxiety? No.",
        "Withdrawal can bring anxiety, depression and insomnia.",
        "Kratom can be habit-forming.",
        "High doses can produce respiratory depression.",
        "Nobody can say that kratom is safe.",
        "Kratom is not safe.",
    ],
)
def test_these_are_lawful(text: str, book: Rulebook) -> None:
    assert found(text, book) == []


def test_a_list_is_read_with_its_lead_in(book: Rulebook) -> None:
    assert found("Kratom helps with:\n\n- back pain\n- shelves\n- anxiety\n", book) == ["back pain", "anxiety"]
    assert found("Kratom is not approved for:\n\n- pain relief\n- anxiety relief\n", book) == []
    assert found("Withdrawal symptoms can include:\n\n- anxiety\n- depression\n", book) == []


def test_the_trace_says_what_was_decided_and_why(book: Rulebook) -> None:
    (finding,) = lint_text("Some say it may relieve pain.", product="kratom", rulebook=book)
    steps = [(step.step, step.detail) for step in finding.trace]
    assert steps[0][0] == "match"
    assert "'relieve' + 'pain'" in steps[0][1]
    assert ("context", "hedged: 'may'; policy flag") in steps
    assert any(detail.startswith("user: ") and detail.endswith("policy flag") for _, detail in steps)


def test_the_trace_names_the_pattern_that_matched() -> None:
    book = load_rulebook(as_of="2026-11-22")
    (rule,) = (rule for rule in book.rules if rule.id == "dose/effect-linked")
    regex = [at for at, pattern in enumerate(rule.match) if pattern.startswith("regex: ")]
    assert 0 < regex[0] < rule.match.index("(titrate|titrating) (up|upward|upwards)")
    for text, pattern in (
        ("Try 5g for bliss.", rule.match[regex[0]]),
        ("New users should titrate up.", "(titrate|titrating) (up|upward|upwards)"),
    ):
        findings = lint_text(text, product="kratom", rulebook=book)
        (trace,) = (finding.trace for finding in findings if finding.rule == rule.id)
        assert trace[0].detail.startswith(f"{pattern}: '")


def test_product_bound_rules_are_silent_elsewhere(book: Rulebook) -> None:
    page = "Our notary is legal in all 50 states. Treat powdery mildew early. Safe checkout. It relieves pain."
    assert lint_text(page, rulebook=book) == []
    assert lint_text(page, product="none", rulebook=book) == []
    assert [f.match for f in lint_text(page, product="botanical", rulebook=book)] == ["relieves pain"]
    assert [f.match for f in lint_text("Kratom tea. " + page, rulebook=book)] == ["relieves pain"]
    assert [f.match for f in lint_text(page, path="pages/kratom.txt", rulebook=book)] == ["relieves pain"]
