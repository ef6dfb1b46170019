"""The law of the current folder: its configuration, its packs, and a rule book for each place asked about."""

from __future__ import annotations

from kratom_lint.books import Books, known_packs
from kratom_lint.config import Configs
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.settings import Layer, Placed
from kratom_lint.values import replace
from kratom_lint.web.desk import Law, QuestionError


def law_of(command_line: Layer, config: str | None) -> Law:
    """Return the law that holds in the current folder; raise ConfigError or RuleError when there is a mistake in it."""
    settings = Configs(command_line, config).settings_for(None)
    books = Books()
    packs = known_packs(settings)
    places = {name for pack in packs for name, _ in pack.places}

    def book_for(place: str) -> Rulebook:
        if place and place not in places:
            raise QuestionError(f"no pack has the law of {place!r}")
        return books.get(replace(settings, jurisdictions=(Placed(place, "the page"),)) if place else settings)

    book_for("")
    return Law(settings, packs, book_for)
