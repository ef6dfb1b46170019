"""What is put into the page for the browser: it runs on the standard library alone and finds the same."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import pytest
import regex

from browser.build import BOOKS, engine
from kratom_lint.formats import markdown, read
from kratom_lint.formats.document import Document
from kratom_lint.loading import load_rulebook
from kratom_lint.settings import Layer
from kratom_lint.web.desk import Desk, question_of
from kratom_lint.web.law import law_of

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "browser"
HTML = "<h1>Red leaf</h1><p>Kratom <b>cures</b> anxiety and is not addictive.</p>"
RUN = """
    import sys
    sys.path = [path for path in sys.path if "site-packages" not in path] + ["{folder}"]
    import types
    sys.modules["markdown_js"] = types.SimpleNamespace(read=lambda text, math: '{{"events": [], "definitions": {{}}}}')
    import answers
    print(answers.start("{folder}"))
    print(answers.ask("check", sys.argv[1]))
    print(answers.ask("check", "[]"))
"""
MARKDOWN = sorted((ROOT / "tests" / "tricky").glob("*.md"))
MARKDOWN += [*sorted((ROOT / "seeds").glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
TEXTS = [
    "It is $x$, $x_{1}$ and $\\text{a \\$ b}$, not $ y $ or $5 and 6$ or \\$z$.",
    "> Of $a +\n> b$ it *takes\n> $c$*:\n\n$$\nd = \\frac{e}{f}\n$$\n",
    "| a | b |\n| --- | --- |\n| $x$ | $5 |\n\n[$x$](y) **$z$** `$w$` $5k $$ v $$ $$$ u $$$\n",
    "$x$$$ v $$ and $a+b$$x$*$; $$c $d$ $$$$ {$e} f$} $g{$h} $i$}",
]
READER = """
import { createInterface } from "node:readline";
import { read } from "./markdown.js";
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(read(...JSON.parse(line))));
"""


def test_the_engine_in_the_page_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(engine())).extractall(tmp_path)
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".py", ".book"}
    question = {"text": HTML, "format": "html"}
    program = textwrap.dedent(RUN.format(folder=tmp_path.as_posix()))
    command = [sys.executable, "-I", "-c", program, json.dumps(question)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    about, answer, refused = map(json.loads, done.stdout.splitlines())
    desk = Desk(law_of(Layer(), None))
    assert about == json.loads(desk.about())
    assert answer == json.loads(desk.check(question_of(question)))
    assert len(answer["report"]["findings"]) > 1
    assert refused == {"error": "a question is an object of texts"}


def test_the_standard_library_reads_expressions_as_regex_does() -> None:
    for packs in BOOKS.values():
        book = load_rulebook(packs)
        texts = [example.text for rule in book.rules for example in (*rule.examples_flag, *rule.examples_pass)]
        lowered = [text.lower() for text in texts]
        for matcher in (book.matcher, book.cue_matcher, book.name_matcher):
            for _, expression, *_ in matcher.index["regexes"]:
                ours, theirs = re.compile(expression), regex.compile(expression)
                for text in lowered:
                    spans = [match.span() for match in theirs.finditer(text)]
                    assert [match.span() for match in ours.finditer(text)] == spans, (expression, text)


@pytest.mark.real
def test_markdown_in_the_page_is_read_as_it_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    node = shutil.which("node")
    if node is None or not (BROWSER / "node_modules").exists():
        pytest.skip("node or browser/node_modules is missing; run `uv run python -m browser.build`")
    texts = [*(path.read_text(encoding="utf-8") for path in MARKDOWN), *TEXTS]
    expected = [read(text, "markdown") for text in texts]
    monkeypatch.syspath_prepend(str(BROWSER / "python"))
    with subprocess.Popen(
        [node, "--input-type=module", "-e", READER], cwd=BROWSER, stdin=-1, stdout=-1, text=True
    ) as process:

        def told(text: str, math: bool) -> str:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps([text, math]) + "\n")
            process.stdin.flush()
            return process.stdout.readline()

        monkeypatch.setitem(sys.modules, "markdown_js", type("markdown_js", (), {"read": staticmethod(told)}))
        found = [_read_with_the_stand_in(text, monkeypatch) for text in texts]
        assert process.stdin is not None
        process.stdin.close()
    for name, ours, theirs in zip([*(path.name for path in MARKDOWN), *TEXTS], found, expected, strict=True):
        assert ours == theirs, name


def _read_with_the_stand_in(text: str, monkeypatch: pytest.MonkeyPatch) -> Document:
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "pyromark", raising=False)
        markdown.options.cache_clear()
        module: Any = __import__("pyromark")
        assert Path(module.__file__).parent == BROWSER / "python"
        document = read(text, "markdown")
    markdown.options.cache_clear()
    return document
