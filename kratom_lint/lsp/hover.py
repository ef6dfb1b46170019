"""What there is to know about a finding, for the reader who rests on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kratom_lint.model import Finding
from kratom_lint.rulebook.book import Rule, Rulebook

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_EXAMPLES = 2


def explained(finding: Finding, book: Rulebook, *, markdown: bool) -> str:
    """Return message, reason, law, suggestions, trace and examples of a finding, as Markdown or as plain text.

    Whatever a draft or a rule says is escaped: it shows as it is written, and can make no link and no image.
    """
    rule = next((rule for rule in book.rules if rule.id == finding.rule), None)
    style = _Markdown() if markdown else _Plain()
    parts = [style.head(finding), style.text(finding.why), *_lists(finding, rule, style)]
    return "\n\n".join(part for part in parts if part)


class _Plain:
    """Writes plain text."""

    def text(self, text: str) -> str:
        return " ".join(text.split())

    def head(self, finding: Finding) -> str:
        return f"{finding.severity} {finding.rule}\n{self.text(finding.message)}"

    def label(self, label: str) -> str:
        return f"{label}:"

    def law(self, citation: str, title: str, url: str) -> str:
        return self.text(f"{citation}, {title} {url}")


class _Markdown(_Plain):
    """Writes Markdown."""

    def text(self, text: str) -> str:
        return _SPECIAL.sub(r"\\\1", super().text(text))

    def head(self, finding: Finding) -> str:
        return f"**{self.text(finding.rule)}** ({finding.severity})\n\n{self.text(finding.message)}"

    def label(self, label: str) -> str:
        return f"**{label}**\n"

    def law(self, citation: str, title: str, url: str) -> str:
        address = re.sub(r"[()<>\s\\]", lambda m: f"%{ord(m[0]):02X}", url)
        cited = f"[{self.text(citation)}]({address})" if url else self.text(citation)
        return f"{cited}, {self.text(title)}"


def _lists(finding: Finding, rule: Rule | None, style: _Plain) -> Iterator[str]:
    yield _listed("Law", [style.law(law.citation, law.title, law.url) for law in finding.authority], style)
    yield _listed("What to do", _said(style.text, [each.title for each in finding.suggestions]), style)
    yield _listed(
        "How it was found", _said(style.text, [f"{each.step}: {each.detail}" for each in finding.trace]), style
    )
    if rule is not None:
        for label, examples in (("It finds", rule.examples_flag), ("It passes", rule.examples_pass)):
            texts = [re.sub(r"\[\[|\]\]", "", example.text) for example in examples[:_EXAMPLES]]
            yield _listed(label, _said(style.text, texts), style)


def _said(say: Callable[[str], str], texts: list[str]) -> list[str]:
    return [say(text) for text in texts]


def _listed(label: str, items: list[str], style: _Plain) -> str:
    return "\n".join([style.label(label), *(f"- {item}" for item in items)]) if items else ""
