"""What a document says, block by block, for comparing many versions of it of which each differs in little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kratom_lint.engine.lint import Scan, product_of
from kratom_lint.engine.units import answers_to
from kratom_lint.formats.document import Document
from kratom_lint.model import Finding
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.values import replace, value


@value
class Survey:
    """What every rule by itself finds in a document, and which disclosures it makes.

    `claims` are the findings, and `findings` counts them by rule; `statements` has the sentences that make each element
    of a disclosure, by rule and element; `complete` is False when a `regex:` pattern ran out of time.
    """

    claims: tuple[Finding, ...]
    findings: Counter[str]
    statements: Mapping[tuple[str, str], frozenset[str]]
    product: str
    complete: bool


class Surveyor:
    """Surveys documents, and reads each block once for all that have it; only the counts hold for later ones.

    What a block says depends on its own text, on what introduces it, and on what answers it, and on nothing else.
    """

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._read: dict[tuple[object, ...], Scan] = {}

    def survey(self, document: Document) -> Survey:
        """Return what a document says."""
        whole = Scan(document, self._book)
        for number in range(len(document.blocks)):
            part = self._part(document, number)
            whole.claims += part.claims
            whole.duties |= part.duties
            whole.names += part.names
            whole.timed_out |= part.timed_out
            for rule, statements in part.statements.items():
                whole.statements.setdefault(rule, []).extend(replace(each, block=number) for each in statements)
        claims = tuple(whole.judged())
        said: dict[tuple[str, str], set[str]] = {}
        for rule, statements in whole.statements.items():
            for statement in statements:
                if statement.good:
                    key = (self._book.rules[rule].id, statement.element)
                    text = document.blocks[statement.block].prose.text
                    said.setdefault(key, set()).add(text[statement.start : statement.end])
        return Survey(
            claims,
            Counter(claim.rule for claim in claims),
            {key: frozenset(texts) for key, texts in said.items()},
            product_of(document, whole.names),
            not whole.timed_out,
        )

    def _part(self, document: Document, number: int) -> Scan:
        block = document.blocks[number]
        leads = [document.blocks[lead] for lead in document.leads(number)]
        above = tuple((lead.kind, lead.prose.text) for lead in leads)
        key = (document.product, block.kind, block.prose.text, above, tuple(answers_to(document, number)))
        if key not in self._read:
            part = self._read[key] = Scan(document, self._book)
            part.read(number)
        return self._read[key]
