"""Learns rules/voice.yaml: from which words a sentence sounds like a claim.

Logistic regression by gradient descent with steps of each weight's own (AdaGrad, Duchi et al. 2011, JMLR 12:2121), on
hashed words, pieces of words and pairs (Weinberger et al. 2009, arXiv:0902.2206), for each kind of claim against what
is none. It learns from the write part, from the rules' examples and from what the rules suggest, never from the
measure part. `python -m tests.voice` writes the file; `python -m tests.voice CORPUS` says how a voice that never heard
a file of the write part tells its texts apart.
"""

from __future__ import annotations

import json
import math
import random
import sys
from array import array
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any
from zlib import compress

from kratom_lint.formats import read
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.files import pack_folders, shipped_rules
from kratom_lint.rulebook.loader import load
from kratom_lint.selftest import marked
from kratom_lint.text.sentences import sentences
from kratom_lint.text.slots import fill as filled
from kratom_lint.text.slots import subject_of
from kratom_lint.text.voice import KINDS, LEVELS, PAIR, PLACES, Voice, places_of_pairs, places_of_word
from kratom_lint.text.words import words_of

CORPUS = Path(__file__).with_name("corpus")
ROUNDS = 6
RATE = 0.3
SHRINK = 0.003
"""How strongly weights are drawn to 0, so that what few texts say counts little."""
HEAD = """\
# How much words, pieces of words and pairs of words speak for a claim: the weights of a logistic regression, learned by
# `python -m tests.voice` from the labelled texts of the write part and the rules' own examples. See docs/rules.md.
"""

Text = tuple[str, frozenset[str]]
"""A text and the topics of the rules it breaks, none when it is lawful."""


def labelled(book: Rulebook, without: str = "") -> list[Text]:
    """Return folded texts and their topics, those of the corpus file `without` left out."""
    return [(book.viewer.view(text, False).text, topics) for text, topics in _texts(book, without)]


def _texts(book: Rulebook, without: str) -> Iterator[Text]:
    for path in sorted(CORPUS.glob("write*.jsonl")):
        for record in _records(path) if path.name != without else ():
            if record.get("product") != "none":
                yield str(record["text"]), topics_of(record)
    pages = CORPUS / "pages" / "write" / "index.jsonl"
    for record in _records(pages):
        if not record["labels"]:
            for text in _sentences(pages.parent / str(record["path"])):
                yield text, frozenset()
    for rule in book.rules:
        if rule.is_disclosure:
            continue
        yield from ((marked(example.text)[0], frozenset({rule.id.split("/")[0]})) for example in rule.examples_flag)
        yield from ((marked(example.text)[0], frozenset[str]()) for example in rule.examples_pass)
    for rule in book.rules:
        for text in (*rule.verbatim, *(filled(remedy.text, subject_of("kratom")) for remedy in rule.suggest)):
            yield from ((text[start:end], frozenset[str]()) for start, end in sentences(text))


def topics_of(record: dict[str, Any]) -> frozenset[str]:
    """Return the topics of the labels of a text."""
    return frozenset(str(label).split("/")[0] for label in record["labels"])


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _sentences(path: Path) -> Iterator[str]:
    for block in read(path.read_text(encoding="utf-8"), "markdown").blocks:
        for start, end in sentences(block.prose.text):
            yield block.prose.text[start:end]


def learned(texts: Sequence[Text]) -> Voice:
    """Return the voice that tells these texts apart best, the same for the same texts."""
    known = [(places, topics) for text, topics in texts if (places := _places(text))]
    kinds = [_told(known, frozenset(topics)) for topics in KINDS.values()]
    steps = [max(max(map(abs, weights)) / LEVELS, 1e-9) for weights, _ in kinds]
    columns = [
        array("b", (round(weight / step) for weight in weights)).tobytes()
        for (weights, _), step in zip(kinds, steps, strict=True)
    ]
    return Voice.of(columns, steps, [bias for _, bias in kinds])


def _told(texts: Sequence[tuple[list[int], frozenset[str]]], kind: frozenset[str]) -> tuple[array[float], float]:
    """Return the weights that tell one kind of claim from lawful ones, and the bias; other claims are not heard."""
    shuffle = random.Random(1)
    known = [(Counter(places), bool(topics & kind)) for places, topics in texts if topics & kind or not topics]
    weights, paces = array("d", bytes(8 * PLACES)), array("d", [1e-8]) * PLACES
    bias = 0.0
    for _ in range(ROUNDS):
        shuffle.shuffle(known)
        for places, claim in known:
            scale = 1 / math.sqrt(places.total())
            odds = bias + scale * sum(count * weights[place] for place, count in places.items())
            wrong = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - claim
            bias -= wrong / 100
            for place, count in places.items():
                slope = wrong * scale * count + SHRINK * weights[place]
                paces[place] += slope * slope
                weights[place] -= RATE * slope / math.sqrt(paces[place])
    return weights, bias


def _places(text: str) -> list[int]:
    words = words_of(text).texts
    if not words:
        return []
    return [place for word in words for place in places_of_word(word)] + list(places_of_pairs(words)) * PAIR


def written(voice: Voice) -> str:
    """Return the text of the file."""
    kinds = []
    for kind, weights, step, bias in zip(KINDS, voice.columns(), voice.steps, voice.biases, strict=True):
        lines = fill(b64encode(compress(weights, 9)).decode(), 118, initial_indent="    ", subsequent_indent="    ")
        kinds.append(f"{kind}:\n  step: {step:.6f}\n  bias: {bias:.4f}\n  weights: >-\n{lines}\n")
    return HEAD + "".join(kinds)


def told_apart(voice: Voice, texts: Sequence[Text]) -> Iterator[str]:
    """Yield, for some percentages, which share of claims and of others is at least so loud."""
    for least in (5, 10, 20, 50, 80, 85, 90, 95):
        shares = []
        for kind in (True, False):
            heard = [voice.percent(text) >= least for text, topics in texts if bool(topics) is kind]
            shares.append(f"{sum(heard)} of {len(heard)} {'claims' if kind else 'others'}")
        yield f"{least} %: {', '.join(shares)}"


def main() -> None:
    """Learn, and write the file or tell how well a corpus is told apart."""
    book = load(pack_folders(["us"])).configured()
    if len(sys.argv) == 1:
        (shipped_rules() / "voice.yaml").write_text(written(learned(labelled(book))), encoding="utf-8")
        return
    voice = learned(labelled(book, without=sys.argv[1]))
    texts = [
        (book.viewer.view(str(record["text"]), False).text, topics_of(record))
        for record in _records(CORPUS / sys.argv[1])
    ]
    print(*told_apart(voice, texts), sep="\n")


if __name__ == "__main__":
    main()
