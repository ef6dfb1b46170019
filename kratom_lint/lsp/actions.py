"""Code actions, code lenses and the edits behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lsprotocol import types

from kratom_lint.lsp.diagnostics import diagnostic_of
from kratom_lint.lsp.names import uri_of
from kratom_lint.lsp.places import Places
from kratom_lint.lsp.remedies import Remedies, preferred
from kratom_lint.model import Applicability, Edit, Finding, Span
from kratom_lint.values import value

FIX_ALL = "source.fixAll.kratom-lint"
INSERT = "kratom-lint.insert"
"""A command of the server: puts in the text that a document lacks. Arguments: URI and fingerprint."""
IGNORE = "kratom-lint.ignore"
"""A command of the server: adds a directive. Arguments: URI, fingerprint and reason."""
ASK_AND_IGNORE = "kratomLint.ignore"
"""A command of clients that ask for a reason and then send `IGNORE`; arguments: URI and fingerprint."""
_LONGEST = 100


@value
class Abilities:
    """What a client can do: edits of named versions, new files, asking for a reason."""

    versions: bool = False
    creation: bool = False
    asks: bool = False


@value
class Draft:
    """A document as a client has it open, with the places of its text."""

    uri: str
    version: int
    path: str | None
    places: Places

    def edit(self, edits: Iterable[Edit], abilities: Abilities) -> types.WorkspaceEdit:
        """Return edits of its source as the client takes them."""
        made = [types.TextEdit(self.places.range(edit.span), edit.text) for edit in edits]
        if not abilities.versions:
            return types.WorkspaceEdit(changes={self.uri: made})
        document = types.OptionalVersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(made))])


def quick_fixes(draft: Draft, remedies: Remedies, span: Span, abilities: Abilities) -> Iterator[types.CodeAction]:
    """Yield what can be done about the findings at a place: suggestions first, then ways to let them stand."""
    found = list(remedies.within(span))
    for finding, suggestions in found:
        best = preferred(suggestions)
        for suggestion in suggestions:
            yield types.CodeAction(
                title=f"{shortened(suggestion.title)} ({finding.rule})",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic_of(finding, draft.places, draft.uri)],
                is_preferred=(suggestion is best and suggestion.applicability is Applicability.SAFE) or None,
                edit=draft.edit(suggestion.edits, abilities),
            )
    for finding, _ in found:
        yield from _exceptions(draft, remedies, finding, abilities)


def _exceptions(draft: Draft, remedies: Remedies, finding: Finding, abilities: Abilities) -> Iterator[types.CodeAction]:
    diagnostics = [diagnostic_of(finding, draft.places, draft.uri)]
    kind = types.CodeActionKind.QuickFix
    if edits := remedies.ignoring(finding):
        if abilities.asks:
            title = f"Ignore {finding.rule} here ..."
            command = types.Command(title, ASK_AND_IGNORE, arguments=[draft.uri, finding.fingerprint])
            yield types.CodeAction(title=title, kind=kind, diagnostics=diagnostics, command=command)
        else:
            title = f"Ignore {finding.rule} here (then write the reason into the comment)"
            edit = draft.edit(edits, abilities)
            yield types.CodeAction(title=title, kind=kind, diagnostics=diagnostics, edit=edit)
    if draft.path and abilities.creation and (waiver := remedies.waiving(finding, draft.path)):
        title = f"Waive {finding.rule} here (then sign the entry in {waiver[0].name})"
        yield types.CodeAction(title=title, kind=kind, diagnostics=diagnostics, edit=_addition(*waiver, draft))


def _addition(file: Path, source: str, added: str, draft: Draft) -> types.WorkspaceEdit:
    """Return the edit that adds to the end of a file, which is made if it is not there."""
    uri = uri_of(file)
    end = Places(source, draft.places.encoding).position(len(source))
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri)
    edit = types.TextDocumentEdit(document, [types.TextEdit(types.Range(end, end), added)])
    create = types.CreateFile(uri=uri, options=types.CreateFileOptions(ignore_if_exists=True))
    return types.WorkspaceEdit(document_changes=[edit] if file.exists() else [create, edit])


def all_safe(draft: Draft, remedies: Remedies, source: str, abilities: Abilities) -> types.WorkspaceEdit | None:
    """Return the edit that makes all safe suggestions, None if there are none."""
    text = remedies.all_safe()
    return None if text is None else draft.edit([changed(source, text)], abilities)


def changed(old: str, new: str) -> Edit:
    """Return the one edit that makes `new` of `old`, without what stays the same at either end."""
    start = _common(old, new)
    if old[start - 1 : start] == "\r":
        start -= 1  # no client can name the place between CR and LF
    end = _common(old[start:][::-1], new[start:][::-1])
    if old[len(old) - end : len(old) - end + 1] == "\n":
        end -= 1
    return Edit(Span(start, len(old) - end), new[start : len(new) - end])


def _common(one: str, other: str) -> int:
    size = min(len(one), len(other))
    return next((i for i in range(size) if one[i] != other[i]), size)


def lenses(draft: Draft, missing: Sequence[Finding]) -> list[types.CodeLens]:
    """Return a lens at the head of the document for each text that it lacks."""
    head = draft.places.start(1, 1)
    return [
        types.CodeLens(
            head,
            types.Command(shortened(f"Insert: {each.message}"), INSERT, arguments=[draft.uri, each.fingerprint]),
        )
        for each in missing
    ]


def shortened(title: str) -> str:
    """Return a title on one line, cut where a menu would burst."""
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 4].rstrip()} ..."
