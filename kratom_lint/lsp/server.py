"""The server: what a client says and asks, handed to those who know, and what they answer, put as the protocol wants.

Language Server Protocol 3.17. Documents are always sent whole, and only `places` turns offsets into positions: the
protocol's own lines are not those of Python, and an edit that counted otherwise would land on the wrong one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lsprotocol import types

from kratom_lint.lsp import actions, authors
from kratom_lint.lsp.completion import completions
from kratom_lint.lsp.diagnostics import SOURCE
from kratom_lint.lsp.hover import explained
from kratom_lint.lsp.names import name_of, path_of
from kratom_lint.lsp.places import Places
from kratom_lint.lsp.session import Open, Server


def make() -> Server:
    """Return a server with all its features, ready to be started."""
    server = Server()
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    pulling = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier=SOURCE)
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, pulling)(_pulled)
    kinds = [types.CodeActionKind.QuickFix, actions.FIX_ALL]
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds, resolve_provider=True))(_actions)
    server.feature(types.CODE_ACTION_RESOLVE)(_resolved)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions())(_lenses)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hovered)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["{", ":", " "]))(
        _completed
    )
    server.command(actions.INSERT)(_inserted)
    server.command(actions.IGNORE)(_ignored)
    return server


def _initialize(ls: Server, params: types.InitializeParams) -> None:
    ls.learn(params)


def _initialized(ls: Server, params: types.InitializedParams) -> None:
    if ls.registers:
        ls.watch()


def _opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    given = params.text_document
    name = name_of(given.uri, given.language_id)
    if name is None:
        return
    document = ls.open[given.uri] = Open(given.uri, name, given.text, given.version)
    ls.schedule(document)
    reason = document.reading.left_out if document.reading else ""
    if reason and not document.is_about_checking:
        message = f"{name.path} is left out: {reason}"
        ls.window_log_message(types.LogMessageParams(types.MessageType.Info, message))


def _changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    document = ls.open.get(params.text_document.uri)
    if document and params.content_changes:
        text = document.text
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):  # though whole texts are what is asked for
                span = Places(text, ls.encoding).span(change.range)
                text = text[: span.start] + change.text + text[span.end :]
            else:
                text = change.text
        document.changed(text, params.text_document.version)
        ls.schedule(document)


def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Look at everything anew where the client does not tell when files change, as far as that can matter."""
    path = path_of(params.text_document.uri)
    if not ls.watches or (path and authors.decides(path)):
        ls.start_anew()


def _closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    document = ls.open.pop(params.text_document.uri, None)
    if document and document.waiting:
        document.waiting.cancel()
    if document and not ls.pulls:
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, []))


def _files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    if any(authors.decides(path) for change in params.changes if (path := path_of(change.uri))):
        ls.start_anew()


def _configured(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take note that the client has settings; ours are in files."""


async def _pulled(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
    document = ls.open.get(params.text_document.uri)
    if document is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    result = f"{ls.state}.{document.version}"
    if params.previous_result_id == result:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result)
    items = await ls.found(document)
    return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=f"{ls.state}.{document.version}")


def _actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    document = ls.open.get(params.text_document.uri)
    remedies = ls.remedies(document) if document else None
    if document is None or remedies is None:
        return []
    only = params.context.only
    found: list[types.CodeAction] = []
    if _asked(types.CodeActionKind.QuickFix.value, only):
        span = ls.places(document).span(params.range)
        found += actions.quick_fixes(ls.draft(document), remedies, span, ls.abilities)
    if _asked(actions.FIX_ALL, only) and ls.reading(document).findings:
        action = types.CodeAction("Fix all that is safe", actions.FIX_ALL, data={"uri": document.uri})
        # Repairing takes its time, so it is only done for who means it: a save, or the choice of the action.
        found += [_resolved(ls, action)] if only or not ls.resolves else [action]
    return [each for each in found if each.edit or each.command or each.data]


def _asked(kind: str, only: Any) -> bool:
    wanted = [str(getattr(each, "value", each)) for each in only or ()]
    return not wanted or any(kind == each or kind.startswith(f"{each}.") for each in wanted)


def _resolved(ls: Server, action: types.CodeAction) -> types.CodeAction:
    uri = action.data.get("uri") if isinstance(action.data, dict) else None
    document = ls.open.get(uri) if isinstance(uri, str) else None
    remedies = ls.remedies(document) if document else None
    if document and remedies and action.edit is None:
        source = ls.reading(document).document
        action.edit = actions.all_safe(ls.draft(document), remedies, source.source if source else "", ls.abilities)
    action.data = None
    return action


def _lenses(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    document = ls.open.get(params.text_document.uri)
    remedies = ls.remedies(document) if document else None
    return actions.lenses(ls.draft(document), remedies.missing()) if document and remedies else []


def _hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
    document = ls.open.get(params.text_document.uri)
    reading = ls.reading(document) if document else None
    if document is None or reading is None or reading.book is None:
        return None
    places = ls.places(document)
    at = places.offset(params.position)
    under = [f for f in reading.findings if f.span.start <= at < max(f.span.end, f.span.start + 1)]
    if not under:
        return None
    kind = types.MarkupKind.Markdown if ls.markdown else types.MarkupKind.PlainText
    texts = [explained(finding, reading.book, markdown=ls.markdown) for finding in under]
    content = types.MarkupContent(kind, ("\n\n---\n\n" if ls.markdown else "\n\n").join(texts))
    return types.Hover(content, places.range(under[0].span))


def _completed(ls: Server, params: types.CompletionParams) -> list[types.CompletionItem]:
    document = ls.open.get(params.text_document.uri)
    if document is None or not document.name.path:
        return []
    at = ls.places(document).offset(params.position)
    return completions(Path(document.name.path), document.text[:at], document.text)


def _inserted(ls: Server, uri: str, fingerprint: str) -> None:
    document = ls.open.get(uri)
    remedies = ls.remedies(document) if document else None
    finding = remedies.by_fingerprint(fingerprint) if remedies else None
    if document is None or remedies is None or finding is None:
        return
    suggestion = next((each for each in remedies.edits(finding) if each.kind == "insert"), None)
    if suggestion is None:
        _tell(ls, f"{finding.rule}: this text cannot be put in by itself; rest on the finding for what is needed")
        return
    _apply(ls, actions.shortened(suggestion.title), ls.draft(document).edit(suggestion.edits, ls.abilities))


def _ignored(ls: Server, uri: str, fingerprint: str, reason: str) -> None:
    document = ls.open.get(uri)
    remedies = ls.remedies(document) if document else None
    finding = remedies.by_fingerprint(fingerprint) if remedies else None
    if document is None or remedies is None or finding is None or not reason.strip():
        return
    edits = remedies.ignoring(finding, reason)
    if edits is None:
        _tell(ls, f"{finding.rule}: no comment can be put there that excuses it; use a waiver file")
        return
    _apply(ls, f"Ignore {finding.rule}", ls.draft(document).edit(edits, ls.abilities))


def _tell(ls: Server, message: str) -> None:
    ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))


def _apply(ls: Server, label: str, edit: types.WorkspaceEdit) -> None:
    ls.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit, label))
