"""What scoring counts, and its intervals against published ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kratom_lint import Rulebook, load_rulebook
from kratom_lint.corpus import Item, read_corpora
from kratom_lint.errors import SourceError
from kratom_lint.score import LabelTally, Rate, Tally, labels_of, score, unmet

PACK = Path(__file__).with_name("scenarios") / "pack"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook([PACK], as_of="2026-11-22")


def item(text: str, *labels: str, difficulty: str = "easy", product: str | None = None) -> Item:
    return Item(text, text, "markdown", labels, difficulty, product, "corpus.jsonl:1", None)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_the_published_ones(hits: int, n: int, low: float, high: float) -> None:
    interval = Rate(hits, n).interval
    assert interval is not None
    assert tuple(round(bound, 4) for bound in interval) == (low, high)


def test_the_interval_of_the_rest_mirrors_it_and_ends_are_exact() -> None:
    some, rest = Rate(7, 9).interval, Rate(2, 9).interval
    assert some is not None and rest is not None
    assert some == pytest.approx((1 - rest[1], 1 - rest[0]))
    for n in (1, 3, 20, 608):
        empty, full = Rate(0, n).interval, Rate(n, n).interval
        assert empty is not None and full is not None
        assert (empty[0], full[1]) == (0.0, 1.0)


def test_of_nothing_nothing_is_told() -> None:
    nothing = Rate(0, 0)
    assert (nothing.share, nothing.interval, Tally(nothing, nothing).f1) == (None, None, None)


def test_precision_and_f1() -> None:
    tally = Tally(found=Rate(6, 8), false=Rate(2, 10))
    assert tally.precision == Rate(6, 8)
    assert tally.f1 == 0.75
    assert Tally(found=Rate(0, 8), false=Rate(2, 10)).f1 == 0.0


def test_a_text_counts_once_and_a_rule_answers_for_itself(book: Rulebook) -> None:
    texts = [
        item("It cures colds and cures anxiety.", "claims/cure"),
        item("It gives you energy.", "claims/cure"),
        item("It cures colds and gives you energy.", "claims/energy"),
        item("This gives you energy.", difficulty="implied"),
        item("Kratom does not cure colds."),
    ]
    result = score(texts, book)
    assert result.overall == Tally(found=Rate(3, 3), false=Rate(1, 2))
    assert result.difficulties == (
        ("easy", Tally(found=Rate(3, 3), false=Rate(0, 1))),
        ("implied", Tally(found=Rate(0, 0), false=Rate(1, 1))),
    )
    assert result.labels == (
        LabelTally("claims/cure", found=Rate(2, 2), own=Rate(1, 2), right=Rate(1, 2), lawful=0),
        LabelTally("claims/energy", found=Rate(1, 1), own=Rate(1, 1), right=Rate(1, 3), lawful=1),
    )
    assert [(each.item.text, each.rules) for each in result.false] == [("This gives you energy.", ("claims/energy",))]
    assert (result.missed, result.idle) == ((), ())


def test_a_topic_stands_for_its_rules(book: Rulebook) -> None:
    result = score([item("It cures colds.", "claims"), item("It gives you energy.", "claims/energy")], book)
    tallies = {tally.label: (tally.own, tally.right) for tally in result.labels}
    assert tallies == {
        "claims": (Rate(1, 1), Rate(2, 2)),
        "claims/cure": (Rate(0, 0), Rate(1, 1)),
        "claims/energy": (Rate(1, 1), Rate(1, 1)),
    }


def test_findings_below_warning_do_not_count(book: Rulebook) -> None:
    quiet = book.configured(as_of="2026-11-22", severity={"claims/energy": "info"})
    assert score([item("It gives you energy.", "claims/energy")], quiet).overall.found == Rate(0, 1)


def test_the_product_is_the_texts_own_or_the_one_given(book: Rulebook) -> None:
    texts = [item("It cures colds.", "claims/cure"), item("It cures colds.", "claims/cure", product="none")]
    assert [len(score(texts, book, product).missed) for product in ("kratom", "none")] == [1, 2]


def test_disclosures_neither_count_nor_can_be_labels() -> None:
    shipped = load_rulebook(as_of="2026-11-22")
    assert any(rule.is_disclosure for rule in shipped.rules)
    assert labels_of(shipped).isdisjoint(rule.id for rule in shipped.rules if rule.is_disclosure)
    result = score([item("Buy our kratom powder, 100 g.")], shipped)
    assert (result.overall.false, result.labels) == (Rate(0, 1), ())


@pytest.mark.parametrize(("n", "few"), [(9, True), (10, False)])
def test_fewer_than_ten_are_few(n: int, few: bool, book: Rulebook) -> None:
    texts = [item(f"It cures colds, {number}.", "claims/cure") for number in range(n)]
    assert [tally.few for tally in score(texts, book).labels] == [few]


def test_demands_hold_to_the_last_text() -> None:
    tally = Tally(found=Rate(93, 100), false=Rate(2, 100))
    assert unmet(tally, min_recall=0.93, max_false=0.02) == []
    assert unmet(tally, min_recall=0.9301, min_precision=0.98, max_false=0.0199) == [
        "violating texts found: 0.9300, at least 0.9301 is demanded; --confusions lists the texts to look at",
        "flagged texts violating: 0.9789, at least 0.98 is demanded; --confusions lists the texts to look at",
        "lawful texts flagged: 0.0200, at most 0.0199 is demanded; --confusions lists the texts to look at",
    ]


def test_the_hash_covers_the_pages_a_corpus_names(tmp_path: Path) -> None:
    corpus, page = tmp_path / "corpus.jsonl", tmp_path / "page.md"
    corpus.write_text(json.dumps({"id": "p1", "path": "page.md", "labels": []}), encoding="utf-8")
    hashes = set()
    for text in ("# One", "# Two"):
        page.write_text(text, encoding="utf-8")
        (read,) = read_corpora([str(corpus)], ())
        assert [(each.text, each.format) for each in read.items] == [(text, "markdown")]
        hashes.add(read.sha256)
    assert len(hashes) == 2


def test_separators_of_lines_inside_a_text_do_not_end_a_record(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"id": "a", "text": "one\u2028two", "labels": [], "difficulty": "easy"}\r\n', encoding="utf-8")
    (read,) = read_corpora([str(corpus)], ())
    assert [each.text for each in read.items] == ["one\u2028two"]


def test_a_corpus_that_is_no_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(b'{"id": "\xff"}')
    with pytest.raises(SourceError) as caught:
        read_corpora(["a.jsonl"], ())
    assert str(caught.value) == "a.jsonl: byte 8 (0xff, line 1) is not valid UTF-8; save the file as UTF-8 text"
