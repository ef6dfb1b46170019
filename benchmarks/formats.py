"""Compares what reading a document costs with what matching it costs, for each format: `python benchmarks/formats.py`.

Both are measured in one run, in processor time, on the same dense copy written in each format, so that how busy the
machine is does not matter much; once more on copy that claims nothing, where matching has little to do. Each text has
other numbers in its sentences, so that nothing is known from before; the first is read to warm up. Reading should cost
less than matching: a ratio below 1.
"""

from __future__ import annotations

import csv
import html
import io
import json
import quopri
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import starmap
from pathlib import Path
from textwrap import wrap

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import measuring
from measuring import AS_OF, Section

from kratom_lint import load_rulebook
from kratom_lint.engine import lint
from kratom_lint.formats import read
from kratom_lint.rulebook.book import Rulebook
from tests.office import docx, odf, par, pptx, shape, xlsx
from tests.test_pdf import pdf

HEAD = b"Subject: Lots\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
PAIRS = [
    (
        "What is it?",
        "Kratom (Mitragyna speciosa) is a tree of Southeast Asia, and its leaves have been chewed there for centuries.",
    ),
    (
        "Is it a medicine?",
        "No. It isn’t approved by the FDA to treat anything, and we don’t sell it to relieve pain or anxiety.",
    ),
    (
        "How is it sold?",
        "Our customers’ favourite is the green vein powder, milled fine & tested; see the sheet of each lot.",
    ),
    (
        "Who should not use it?",
        "Nobody under 21, nobody who is pregnant or drives, and nobody who takes opioids, alcohol or sedatives.",
    ),
]
PLAIN = [
    (
        "When do we ship?",
        "Orders paid by noon leave our door in Portland the same day; a parcel takes two to four days.",
    ),
    (
        "Can it be sent back?",
        "Yes. Write to us within thirty days, and we’ll send you a label; unopened bags are paid back in full.",
    ),
    (
        "Where does it grow?",
        "Our growers’ gardens lie along the rivers of West Kalimantan; leaves are picked by hand & dried in the shade.",
    ),
    (
        "How is it packed?",
        "Each bag is made of paper with a zip, holds 250 grams, and has the number of its lot printed on the back.",
    ),
]
"""Copy that claims nothing and owes no warning."""
TIMES = 60
"""So many times the questions are asked in one text."""
ROUNDS = 7


def pages(first: int, pairs: list[tuple[str, str]]) -> dict[str, str | bytes]:
    """Return copy, with numbers from `first` on, written in each format."""
    copy = [
        (number, q.replace("?", f" in lot {number}?"), a.replace(".", f" (lot {number})."))
        for number in range(first, first + TIMES)
        for q, a in pairs
    ]
    esc = html.escape

    def copies(write: Callable[[int, str, str], str]) -> str:
        return "\n".join(write(*each) for each in copy)

    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("Handle", "Title", "Body (HTML)"))
    writer.writerows((f"lot-{n}", q, f"<p>{esc(a)}</p>") for n, q, a in copy)
    jsx = copies(
        lambda n, q, a: f'<section className="py-{n}"><h2>{esc(q)}</h2>\n  <p>\n    {esc(a)}\n  </p></section>'
    )
    records = [{"id": n, "question": q, "answer": f"<p>{esc(a)}</p>"} for n, q, a in copy]
    strings = copies(lambda n, q, a: f"  {{ q: {json.dumps(q)}, a: {json.dumps(a)} }},")
    return {
        "text": copies(lambda n, q, a: f"{q}\n\n{a}\n"),
        "markdown": copies(lambda n, q, a: f"## {q}\n\n{a.replace('green vein', '**green vein**')}\n"),
        "rst": copies(lambda n, q, a: f"{q}\n{'-' * len(q)}\n\n{a}\n"),
        "asciidoc": copies(lambda n, q, a: f"== {q}\n\n{a}\n"),
        "html": f"<body>{copies(lambda n, q, a: f'<h2>{esc(q)}</h2><p>{esc(a)}</p>')}</body>",
        "html of Liquid": copies(
            lambda n, q, a: f"<h2>{esc(q)}</h2>{{% if x %}}<p>{esc(a)}</p>{{% endif %}}{{{{ x }}}}"
        ),
        "php": copies(lambda n, q, a: f"<h2>{esc(q)}</h2><?php if ($x): ?><p>{esc(a)} <?= $x ?></p><?php endif ?>"),
        "mdx": copies(lambda n, q, a: f'## {q}\n\n<Note kind="x">\n{a}\n</Note>\n'),
        "tsx": f"export default () => (<main>\n{jsx}\n</main>);\n",
        "typescript": f"export const faqs = [\n{strings}\n];\n",
        "vue": f"<script setup>\nconst faqs = [\n{strings}\n];\n</script>\n<template>\n{jsx}\n</template>\n",
        "svelte": f"<script>\nconst faqs = [\n{strings}\n];\n</script>\n{jsx}\n",
        "json": json.dumps(records),
        "yaml": copies(lambda n, q, a: f"- question: {json.dumps(q)}\n  answer: >-\n    {a}"),
        "toml": copies(lambda n, q, a: f"[[faq]]\nquestion = {json.dumps(q)}\nanswer = {json.dumps(a)}\n"),
        "csv": file.getvalue(),
        "properties": copies(lambda n, q, a: f"q{n} = {q}\na{n} = {a}"),
        "po": copies(lambda n, q, a: f'msgid "q{n}"\nmsgstr "{q}"\n\nmsgid "a{n}"\nmsgstr "{a}"\n'),
        "captions": copies(lambda n, q, a: f"{n}\n00:00:01,000 --> 00:00:02,000\n{q}\n{a}\n"),
        "docx": docx("".join(par(q) + par(a) for _, q, a in copy)),
        "pptx": pptx(*(shape(q, placeholder='<p:ph type="title"/>') + shape(a) for _, q, a in copy)),
        "xlsx": xlsx({"Copy": f"<sheetData>{''.join(starmap(row, copy))}</sheetData>"}),
        "odf": odf("text", copies(lambda n, q, a: f"<text:h>{esc(q)}</text:h><text:p>{esc(a)}</text:p>")),
        "pdf": printed([line for _, q, a in copy for line in ("", q, "", *wrap(a.replace("’", "'"), 80))]),
        "eml": HEAD + quopri.encodestring(copies(lambda n, q, a: f"<h2>{q}</h2><p>{a}</p>").encode()),
    }


def row(number: int, question: str, answer: str) -> str:
    """Return a row of a sheet."""
    cells = "".join(f'<c t="inlineStr"><is><t>{html.escape(each)}</t></is></c>' for each in (question, answer))
    return f"<row>{cells}</row>"


def printed(lines: list[str]) -> bytes:
    """Return a PDF with these lines on its pages."""
    return pdf(*(lines[at : at + 40] for at in range(0, len(lines), 40)))


def measure(_: Path, quick: bool) -> Iterator[Section]:
    """Yield one row for each format, and ask that none costs more to read than to match."""
    section = Section(
        "Formats",
        "The same dense copy written in each format, MB a CPU second; reading should cost less than linting. "
        "The last column is about copy that claims nothing.",
        ("format", "reading", "linting", "cost of reading to linting", "without claims"),
    )
    rounds = 2 if quick else ROUNDS
    book = load_rulebook(packs=["us"], as_of=AS_OF)
    dearest = 0.0
    for place, name in enumerate(pages(0, PAIRS)):
        first = 1000 + place * (rounds + 1) * TIMES
        read_in, linted_in, size = cost(name, first, rounds, PAIRS, book)
        plain_read, plain_linted, _ = cost(name, first, rounds, PLAIN, book)
        dearest = max(dearest, read_in / linted_in)
        rates = (f"{size / read_in / 1e6:.2f}", f"{size / linted_in / 1e6:.2f}", f"{read_in / linted_in:.2f}")
        section.rows.append((name, *rates, f"{plain_read / plain_linted:.2f}"))
    section.at_most("reading of any format, to linting it", dearest, 1)
    yield section


def cost(name: str, first: int, rounds: int, pairs: list[tuple[str, str]], book: Rulebook) -> tuple[float, float, int]:
    """Return what it costs to read and to lint copy in one format, seconds of the processor, and its size."""
    reading, linting, size = [], [], 0
    for turn in range(rounds + 1):
        text = pages(first + turn * TIMES, pairs)[name]
        start = time.process_time()
        document = read(text, name.partition(" ")[0], product="kratom")
        middle = time.process_time()
        lint(document, book)
        reading.append(middle - start)
        linting.append(time.process_time() - middle)
        size = len(document.source)
    return statistics.median(reading[1:]), statistics.median(linting[1:]), size


if __name__ == "__main__":
    sys.exit(measuring.main(measure))
