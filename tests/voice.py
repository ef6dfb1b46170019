"""Learns rules/voice.yaml: from which words a sentence sounds like a claim.

Logistic regression by gradient descent with steps of each weight's own (AdaGrad, Duchi et al. 2011, JMLR 12:2121), on
hashed words, pieces of words and pairs (Weinberger et al. 2009, arXiv:0902.2206). It learns from the write part, from
the rules' examples and from what the rules suggest, never from the measure part. `python -m tests.voice` writes the
file; `python -m tests.voice CORPUS` says how a voice that never heard a file of the write part tells its texts apart.
"""

from __future__ import annotations

import json
import math
import random
import sys
from array import array
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill
from zlib import compress

from kratom_lint.formats import read
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.files import pack_folders, shipped_rules
from kratom_lint.rulebook.loader import load
from kratom_lint.selftest import marked
from kratom_lint.text.sentences import sentences
from kratom_lint.text.slots import fill as filled
from kratom_lint.text.slots import subject_of
from kratom_lint.text.voice import PLACES, Voice, places_of_pairs, places_of_word
from kratom_lint.text.words import words_of

CORPUS = Path(__file__).with_name("corpus")
ROUNDS = 6
RATE = 0.3
SHRINK = 0.003
"""How strongly weights are drawn to 0, so that what few texts say counts little."""
LEVELS = 15
"""How many steps the largest weight is."""
HEAD = """\
# How much words, pieces of words and pairs of words speak for a claim: the weights of a logistic regression, learned by
# `python -m tests.voice` from the labelled texts of the write part and the rules' own examples. See docs/rules.md.
"""

Text = tuple[str, bool]


def labelled(book: Rulebook, without: str = "") -> list[Text]:
    """Return folded texts and whether each makes a claim, those of the corpus file `without` left out."""
    return [(book.viewer.view(text, False).text, claim) for text, claim in _texts(book, without)]


def _texts(book: Rulebook, without: str) -> Iterator[Text]:
    for path in sorted(CORPUS.glob("write*.jsonl")):
        for record in _records(path) if path.name != without else ():
            if record.get("product") != "none":
                yield str(record["text"]), bool(record["labels"])
    pages = CORPUS / "pages" / "write" / "index.jsonl"
    for record in _records(pages):
        if not record["labels"]:
            for text in _sentences(pages.parent / str(record["path"])):
                yield text, False
    for rule in book.rules:
        if rule.is_disclosure:
            continue
        yield from ((marked(example.text)[0], True) for example in rule.examples_flag)
        yield from ((marked(example.text)[0], False) for example in rule.examples_pass)
    for rule in book.rules:
        for text in (*rule.verbatim, *(filled(remedy.text, subject_of("kratom")) for remedy in rule.suggest)):
            yield from ((text[start:end], False) for start, end in sentences(text))


def _records(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _sentences(path: Path) -> Iterator[str]:
    for block in read(path.read_text(encoding="utf-8"), "markdown").blocks:
        for start, end in sentences(block.prose.text):
            yield block.prose.text[start:end]


def learned(texts: Sequence[Text]) -> Voice:
    """Return the voice that tells these texts apart best, the same for the same texts."""
    shuffle = random.Random(1)
    known = [(places, claim) for text, claim in texts if (places := _places(text))]
    weights, paces = array("d", bytes(8 * PLACES)), array("d", [1e-8]) * PLACES
    bias = 0.0
    for _ in range(ROUNDS):
        shuffle.shuffle(known)
        for places, claim in known:
            scale = 1 / math.sqrt(len(places))
            odds = bias + scale * sum(weights[place] for place in places)
            wrong = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - claim
            bias -= wrong / 100
            for place in set(places):
                slope = wrong * scale + SHRINK * weights[place]
                paces[place] += slope * slope
                weights[place] -= RATE * slope / math.sqrt(paces[place])
    step = max(map(abs, weights)) / LEVELS
    return Voice(array("b", (round(weight / step) for weight in weights)).tobytes(), step, bias)


def _places(text: str) -> list[int]:
    words = words_of(text).texts
    return [place for word in words for place in places_of_word(word)] + list(places_of_pairs(words)) if words else []


def written(voice: Voice) -> str:
    """Return the text of the file."""
    lines = fill(b64encode(compress(voice.weights, 9)).decode(), 118, initial_indent="  ", subsequent_indent="  ")
    return f"{HEAD}step: {voice.step:.6f}\nbias: {voice.bias:.4f}\nweights: >-\n{lines}\n"


def told_apart(voice: Voice, texts: Sequence[Text]) -> Iterator[str]:
    """Yield, for some percentages, which share of claims and of others is at least so loud."""
    for least in (5, 10, 20, 50, 80, 85, 90, 95):
        shares = []
        for kind in (True, False):
            heard = [voice.percent(text) >= least for text, claim in texts if claim is kind]
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
        (book.viewer.view(str(record["text"]), False).text, bool(record["labels"]))
        for record in _records(CORPUS / sys.argv[1])
    ]
    print(*told_apart(voice, texts), sep="\n")


if __name__ == "__main__":
    main()
