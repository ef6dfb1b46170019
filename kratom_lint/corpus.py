"""Labelled texts as JSON Lines, read strictly: a text that is not what its label says would be a wrong measure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from kratom_lint.errors import SourceError
from kratom_lint.formats import format_of
from kratom_lint.model import Incomplete
from kratom_lint.rulebook.located import nearest
from kratom_lint.settings import PRODUCTS
from kratom_lint.sources import decode
from kratom_lint.values import value

KEYS = ("id", "text", "path", "labels", "difficulty", "product", "note")
UNSTATED = "page"
"""The difficulty of a page that states none."""

_ADVICE = {
    "id": 'name each text, as in "p0001"',
    "text": "write the copy as one string",
    "path": "name a file, from the folder of the corpus",
    "labels": "list the rules or topics the text breaks, [] when it is lawful",
    "difficulty": "say in a word what makes it easy or hard",
}


@value
class Item:
    """One text and what it is known to be.

    `labels` are the rules or topics it breaks, none when it is lawful. `product` None leaves that to whoever scores.
    `place` is "file:line" of the record, `path` the file that holds the text, None when the record itself does.
    """

    id: str
    text: str
    format: str
    labels: tuple[str, ...]
    difficulty: str
    product: str | None
    place: str
    path: str | None


@value
class Corpus:
    """The items of one file. `sha256` covers its bytes and, in their order, those of the files it names."""

    path: str
    sha256: str
    items: tuple[Item, ...]


def read_corpora(paths: Sequence[str], known: Collection[str]) -> tuple[Corpus, ...]:
    """Return the corpora at `paths`; `known` are the rules and topics a label may name.

    Raise SourceError, a line for each fault, when anything in them is not as it should be.
    """
    reader = _Reader(frozenset(known))
    corpora = tuple(reader.read(path) for path in paths)
    if reader.faults:
        raise SourceError("\n".join(reader.faults))
    return corpora


class _Reader:
    """Reads one file after the other, and remembers the faults and the ids of all."""

    def __init__(self, known: frozenset[str]) -> None:
        self.faults: list[str] = []
        self._known = known
        self._ids: dict[str, str] = {}

    def read(self, path: str) -> Corpus:
        name = Path(path).as_posix()
        digest = hashlib.sha256()
        text = self._text(Path(path), name, digest)
        # Not `splitlines`, which also breaks at characters that JSON leaves unescaped in strings.
        lines = [(number, line) for number, line in enumerate((text or "").split("\n"), 1) if line.strip()]
        if text is not None and not lines:
            self._fault(name, "the corpus is empty; write one JSON record a line")
        items = [self._item(f"{name}:{number}", line, Path(path).parent, digest) for number, line in lines]
        return Corpus(name, digest.hexdigest(), tuple(item for item in items if item))

    def _fault(self, place: str, message: str) -> None:
        self.faults.append(f"{place}: {message}")

    def _item(self, place: str, line: str, folder: Path, digest: hashlib._Hash) -> Item | None:
        """Return the item a line stands for; None, and faults, when it stands for none."""
        record = self._record(place, line)
        if record is None:
            return None
        before = len(self.faults)
        self._check(place, record)
        if len(self.faults) > before:
            return None
        first = self._ids.setdefault(record["id"], place)
        if first != place:
            self._fault(place, f"id {record['id']!r} is taken by {first}; give each text its own")
        path = (folder / record["path"]).as_posix() if "path" in record else None
        text = record["text"] if path is None else self._text(Path(path), place, digest) or ""
        return Item(
            id=record["id"],
            text=text,
            format="markdown" if path is None else format_of(path) or "text",
            labels=tuple(dict.fromkeys(record["labels"])),
            difficulty=record.get("difficulty", UNSTATED),
            product=record.get("product"),
            place=place,
            path=path,
        )

    def _record(self, place: str, line: str) -> dict[str, Any] | None:
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            self._fault(f"{place}:{error.colno}", f"not valid JSON: {error.msg}; write one record a line")
            return None
        if not isinstance(record, dict):
            self._fault(place, 'not a record; write {"id": ..., "text": ..., "labels": [...], "difficulty": ...}')
            return None
        return record

    def _check(self, place: str, record: dict[str, Any]) -> None:
        """Note what is wrong with the keys and values of a record."""
        for key in sorted(record.keys() - set(KEYS)):
            self._fault(place, f"unknown key {key!r}; {nearest(key, list(KEYS))}")
        if ("text" in record) == ("path" in record):
            self._fault(place, "it takes either `text` or `path`; give one of them")
        needed = ["id", "labels"] if "path" in record else ["id", "labels", "difficulty"]
        for key in needed:
            if key not in record:
                self._fault(place, f"`{key}` is missing; {_ADVICE[key]}")
        for key in ("id", "text", "path", "difficulty"):
            if key in record and not (isinstance(record[key], str) and record[key].strip()):
                self._fault(place, f"`{key}` is no text; {_ADVICE[key]}")
        if "product" in record and record["product"] not in PRODUCTS:
            self._fault(place, f"`product` is none of {', '.join(PRODUCTS)}; write one, or leave it out")
        labels = record.get("labels", [])
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            self._fault(place, f"`labels` is no list of texts; {_ADVICE['labels']}")
            return
        for label in labels:
            if label not in self._known:
                self._fault(place, f"no rule or topic {label!r}; {nearest(label, list(self._known))}")

    def _text(self, path: Path, place: str, digest: hashlib._Hash) -> str | None:
        """Return the text of a file, its bytes added to `digest`; None, and a fault at `place`, when there is none."""
        name = path.as_posix()
        shown = "" if name == place else f"{name}: "
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            self._fault(place, f"{shown}{reason}; correct the path, or restore the file")
            return None
        digest.update(data)
        text = decode(data, name)
        if isinstance(text, Incomplete):
            self._fault(place, f"{shown}{text.detail.partition(';')[0]}; save the file as UTF-8 text")
            return None
        return text
