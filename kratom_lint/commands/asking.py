"""Shows a finding on the terminal and asks what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kratom_lint.report.human import show_one
from kratom_lint.values import replace

if TYPE_CHECKING:
    from kratom_lint.dialogue import Answer, Ask
    from kratom_lint.formats.document import Document
    from kratom_lint.model import Finding, Suggestion


def asker(name: str, color: bool, width: int) -> Ask:
    """Return what asks about the findings of the file `name`. No answer, at the end of the input, means quit."""

    def ask(document: Document, finding: Finding, suggestions: Sequence[Suggestion]) -> Answer:
        click.echo(show_one(name, document.source, replace(finding, suggestions=()), color=color, width=width))
        for number, suggestion in enumerate(suggestions, 1):
            click.echo(f"  {number}  {suggestion.title}")
        return _answer(len(suggestions), finding.anchor == "text")

    return ask


def _answer(count: int, has_text: bool) -> Answer:
    from kratom_lint.dialogue import Answer

    accept = f"{'1' if count == 1 else f'1-{count}'} accept, " if count else ""
    prompt = f"{accept}{'e edit, ' if has_text else ''}w waive, s skip, q quit"
    while True:
        word = _line(prompt)
        if word is None or word == "q":
            return Answer("quit")
        if word.isdecimal() and 1 <= int(word) <= count:
            return Answer("accept", int(word) - 1)
        if word == "s":
            return Answer("skip")
        if word == "w" and (text := _line("reason")):
            return Answer("waive", text=text)
        if word == "e" and has_text and (text := _line("new sentence")):
            return Answer("edit", text=text)


def _line(prompt: str) -> str | None:
    """Return what is typed after a prompt, None at the end of the input."""
    click.echo(f"{prompt}: ", nl=False)
    line = sys.stdin.readline()
    return line.strip() if line else None
