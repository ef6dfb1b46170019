"""Answers the page inside the browser: the desk of `kratom-lint serve`, over rule books compiled beforehand."""

from __future__ import annotations

import json
from pathlib import Path

from kratom_lint.errors import KratomLintError
from kratom_lint.rulebook import cache
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.settings import Settings
from kratom_lint.web.desk import Desk, Law, question_of

desk: Desk


def start(folder: str) -> str:
    """Load the books in `folder`, and return what there is to know about them."""
    global desk
    # The book of the states is needed by few.
    federal, states = (_Book(Path(folder) / name) for name in ("us.book", "us-states.book"))

    def book_for(place: str) -> Rulebook:
        return states.get().configured(jurisdictions=(place,)) if place else federal.get().configured()

    desk = Desk(Law(Settings(), states.get().packs, book_for))
    return desk.about()


def ask(what: str, question: str) -> str:
    """Return the answer to a question, both JSON; an answer with an `error` tells what is wrong with the question."""
    try:
        asked = question_of(json.loads(question))
        return desk.check(asked) if what == "check" else desk.suggest(asked)
    except KratomLintError as error:
        return json.dumps({"error": str(error)})


def open_file(name: str, path: str) -> str:
    """Return the text of the file that was put at `path`, as JSON."""
    try:
        return desk.open(name, Path(path).read_bytes())
    except KratomLintError as error:
        return json.dumps({"error": str(error)})


class _Book:
    """A compiled book in a file, loaded when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book: Rulebook | None = None

    def get(self) -> Rulebook:
        if self._book is None:
            self._book = cache.loads(self._path.read_bytes())
        return self._book
