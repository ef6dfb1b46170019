"""Reads gettext catalogues (.po, .pot): what a reader is shown, which is the translation if there is a good one."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import Tree
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import escaped_as_c
from kratom_lint.formats.tree import Node, Place
from kratom_lint.languages import language_of
from kratom_lint.values import field, record

PART = re.compile(
    r"""[ \t]*+(?:(?P<comment>\#(?P<inside>[^\r\n]*+))
    |(?P<word>msg\w+)?(?P<index>\[\d+\])?[ \t]*+"(?P<string>(?:[^"\\\r\n]|\\.)*+))?[^\r\n]*+(?:\r\n|[\r\n]|\Z)""",
    re.S | re.X,
)
ESCAPE = re.compile(r'\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)|"[^"]*+"?', re.S)
"""An escape, or what stands between two strings that are one text."""
MEANINGS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "b": "\b", "a": "\a"}
LANGUAGE = re.compile(r"^Language: *([\w-]+)", re.M)


@record
class Entry:
    """A message: the places of its strings under their words, and whether its translation is a mere guess."""

    strings: dict[str, Place] = field(default_factory=dict)
    fuzzy: bool = False


def read_po(source: Prose, outline: Outline) -> None:
    """Read a catalogue into the outline; the pointer of a text is its `msgid`.

    A message without a translation, or with a fuzzy one, is shown as it is in the code. One whose header names a
    language that is not to be read is counted and left out.
    """

    def spell(place: Place) -> Prose:
        builder = Builder(source, escaped_as_c)
        builder.decode(place.low, place.high, ESCAPE, meaning)
        return builder.done()

    def text(entry: Entry, word: str) -> str:
        return spell(entry.strings[word]).text if word in entry.strings else ""

    tree = Tree()
    root = Tree.root(False)
    language = ""
    for entry in _entries(source, outline):
        name = text(entry, "msgid")
        if not name:
            found = LANGUAGE.search(text(entry, "msgstr"))
            language = language_of(found[1]) if found else language
        elif language and not outline.selection.reads(language):
            outline.foreign[language] += 1
        else:
            _add(tree, root, name, entry, {word: text(entry, word) for word in entry.strings})
    tree.read(source, outline, spell)


def _add(tree: Tree, root: Node, name: str, entry: Entry, texts: dict[str, str]) -> None:
    """Add what a message shows."""
    translated = [word for word in texts if word.startswith("msgstr") and texts[word]]
    words = translated if translated and not entry.fuzzy else ["msgid", *(["msgid_plural"] * ("msgid_plural" in texts))]
    context = texts.get("msgctxt", "")
    name = f"{context}|{name}" if context else name
    node = tree.branch(root, name, False) if len(words) > 1 else root
    for word in words:
        place = entry.strings[word]
        tree.leaf(node, None if node is not root else name, place)


def _entries(source: Prose, outline: Outline) -> list[Entry]:
    """Return the messages of a catalogue in order; obsolete ones are comments, which go into the outline."""
    entries: list[Entry] = []
    entry = Entry()
    word = ""
    at = 0
    while at < len(source.text) and (match := PART.match(source.text, at)):
        at = match.end()
        if match["comment"] is not None:
            if entry.strings:
                entry = Entry()
            entry.fuzzy |= match["inside"].startswith(",") and "fuzzy" in match["inside"]
            outline.comment(match["inside"], source.span(*match.span("comment")))
        elif match["string"] is not None:
            if match["word"]:
                if match["word"] in ("msgctxt", "msgid") and ("msgid" in entry.strings or not entry.strings):
                    entry = Entry() if entry.strings else entry
                    entries.append(entry)
                word = match["word"] + (match["index"] or "")
                entry.strings.setdefault(word, Place(*match.span("string")))
            elif word in entry.strings:
                entry.strings[word] = Place(entry.strings[word].low, match.end("string"))
    return entries


def meaning(match: re.Match[str]) -> str:
    """Return what an escape stands for, as in C; what parts two strings stands for nothing."""
    if match[0][0] == '"':
        return ""
    text = match[0][1:]
    if text[0] == "x" and len(text) > 1:
        return chr(int(text[1:], 16)) if int(text[1:], 16) else "\ufffd"
    if text.isdigit() and text.isascii():
        return chr(int(text, 8)) if int(text, 8) else "\ufffd"
    return MEANINGS.get(text, text)
