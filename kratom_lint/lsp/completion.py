"""What may be written next in a rule file: keys, values, terms, authorities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from kratom_lint.formats.document import PLACES
from kratom_lint.lsp.authors import laws_of, pack_of, terms_of
from kratom_lint.model import Severity
from kratom_lint.rulebook.book import POLICIES, PRODUCTS, VALUES
from kratom_lint.rulebook.schema import CLAIMS, RULE_KEYS, SCOPES
from kratom_lint.text.slots import SLOTS

_KEY = re.compile(r"([a-z_]+):", re.MULTILINE)
_TERM = re.compile(r"\{[\w-]*\Z")
_VALUES: dict[str, Iterable[str]] = {
    "severity": tuple(Severity),
    "claim": CLAIMS,
    "general": ("true",),
    "products": PRODUCTS,
    "where": ("text", *sorted(PLACES)),
    **SCOPES,
}
_INSIDE: dict[str, Iterable[str]] = {
    "context": (*VALUES, "attributed"),
    "examples": ("flag", "pass"),
    "suggest": tuple(SCOPES),
}


def completions(path: Path, before: str, text: str) -> list[types.CompletionItem]:
    """Return what may follow `before`, the start of the rule file `text` up to the cursor; nothing elsewhere."""
    pack = pack_of(path)
    if pack is None or len(path.relative_to(pack).parts) != 2 or path.parent.name == "terms":
        return []
    line = before[before.rfind("\n") + 1 :]
    section = next(reversed(_KEY.findall(_unindented(before))), "")
    if _TERM.search(line):
        names = SLOTS if section == "suggest" else terms_of(pack)
        return [types.CompletionItem(name, kind=types.CompletionItemKind.Variable) for name in names]
    if re.fullmatch(r"[a-z_]*", line):
        there = set(_KEY.findall(_unindented(text)))
        return [_key(key) for key in RULE_KEYS if key not in there]
    if section == "authority":
        return [
            types.CompletionItem(name, kind=types.CompletionItemKind.Reference, detail=citation)
            for name, citation in sorted(laws_of(pack).items())
        ]
    if written := re.fullmatch(r"\s*(?:- )?([a-z-]+):\s+\[?[\w, -]*", line):
        values = POLICIES if section == "context" else _VALUES.get(written[1], ())
        return [types.CompletionItem(value, kind=types.CompletionItemKind.EnumMember) for value in values]
    if section in _INSIDE and re.fullmatch(r"\s+(?:- )?[a-z-]*", line):
        return [_key(key) for key in _INSIDE[section]]
    if section in ("products", "where") and re.fullmatch(r"\s*- [\w-]*", line):
        return [types.CompletionItem(value, kind=types.CompletionItemKind.EnumMember) for value in _VALUES[section]]
    return []


def _key(name: str) -> types.CompletionItem:
    return types.CompletionItem(name, kind=types.CompletionItemKind.Property, insert_text=f"{name}: ")


def _unindented(text: str) -> str:
    """Return the lines that begin a key of the rule itself."""
    return "\n".join(line for line in text.split("\n") if line[:1].isalpha())
