"""Writes the copy that is measured: articles about kratom in Markdown, of which a share of sentences makes claims."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

SIZE = 5_000
CLAIM_SHARE = 0.03
WARNING_SHARE = 0.1

OPENERS = (
    "Our growers",
    "Most buyers",
    "The team in the warehouse",
    "Long-time customers",
    "Farmers along the river",
)
ACTS = (
    "sort",
    "ask for",
    "compare",
    "pack",
    "describe",
    "store",
    "weigh",
    "photograph",
    "grind",
    "recommend",
)
THINGS = (
    "the red powder",
    "fresh leaf",
    "each new batch",
    "the green capsules",
    "small sample bags",
    "the white blend",
)
ENDINGS = (
    "before the first truck leaves on Monday",
    "in a dry room away from sunlight",
    "with a scale that shows tenths of a gram",
    "because shipping is free over fifty dollars",
    "and post the laboratory report next to the price",
    "while the trees keep growing through the rainy season",
    "as they have since the shop opened in 2014",
)
WARNINGS = (
    "Kratom can be habit-forming, and stopping after daily use can bring withdrawal.",
    "Do not combine it with alcohol, opioids or sedatives.",
    "It has not been approved by the FDA to treat any condition.",
    "Nobody under 21 may order from us.",
)
CLAIMS = (
    "Kratom relieves back pain within the hour.",
    "It is completely safe and has no side effects.",
    "Many say it cured their anxiety.",
    "This blend works like oxycodone without the prescription.",
    "It helps you get off opioids for good.",
    "It is clinically proven to lift depression.",
)


def sentence(chance: random.Random, claims: Sequence[str] = CLAIMS) -> str:
    """Return a sentence, which may be a claim or, where there are claims, a warning."""
    draw = chance.random()
    if claims and draw < CLAIM_SHARE:
        return chance.choice(claims)
    if claims and draw < CLAIM_SHARE + WARNING_SHARE:
        return chance.choice(WARNINGS)
    words = [chance.choice(OPENERS), chance.choice(ACTS), chance.choice(THINGS), chance.choice(ENDINGS)]
    return " ".join(words) + "."


class Writer:
    """Writes one text after the other, the same ones from the same seed.

    The engine remembers sentences that it has seen, as sites repeat theirs. With `distinct` each sentence has a number
    of its own, so that nothing is known from before. Without claims there are no warnings either.
    """

    def __init__(self, seed: object, claims: Sequence[str] = CLAIMS, *, distinct: bool = False) -> None:
        self.chance = random.Random(str(seed))
        self.claims = claims
        self.distinct = distinct
        self.written = 0

    def sentence(self) -> str:
        """Return the next sentence."""
        text = sentence(self.chance, self.claims)
        self.written += 1
        return f"{text[:-1]} (lot {self.written})." if self.distinct else text

    def article(self, size: int = SIZE) -> str:
        """Return an article of `size` characters or a few more."""
        chance = self.chance
        parts = [f"# Notes on kratom, no. {chance.randrange(10**6)}"]
        length = len(parts[0])
        while length < size:
            kind = chance.random()
            if kind < 0.15:
                parts.append(f"## {chance.choice(OPENERS)} and {chance.choice(THINGS)}")
            elif kind < 0.3:
                parts.append("\n".join(f"- {self.sentence()}" for _ in range(4)))
            elif kind < 0.4:
                parts.append(f"See **{chance.choice(THINGS)}** on [our shop page](https://example.org/shop).")
            else:
                parts.append(" ".join(self.sentence() for _ in range(5)))
            length += len(parts[-1]) + 2
        return "\n\n".join(parts) + "\n"

    def fill(self, folder: Path, files: int, size: int = SIZE) -> int:
        """Write so many articles into a new folder, and return their bytes."""
        folder.mkdir(parents=True)
        texts = (self.article(size) for _ in range(files))
        return sum((folder / f"{at:05}.md").write_text(text, encoding="utf-8") for at, text in enumerate(texts))
