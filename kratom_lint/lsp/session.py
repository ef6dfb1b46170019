"""One session with a client: what it can do, what it has open, and what is known of that."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import monotonic
from typing import Any

from lsprotocol import types
from pygls.exceptions import FeatureNotificationError
from pygls.lsp.server import LanguageServer

from kratom_lint import __version__
from kratom_lint.lsp import actions, authors
from kratom_lint.lsp.desk import Desk, Reading
from kratom_lint.lsp.diagnostics import SOURCE, diagnostics_of
from kratom_lint.lsp.names import Name, path_of
from kratom_lint.lsp.places import Places
from kratom_lint.lsp.remedies import Remedies
from kratom_lint.lsp.wire import Protocol
from kratom_lint.values import record

_QUICK = 0.05
"""A document that takes less than this many seconds is read at every change; others when the writer pauses."""
_LONGEST_PAUSE = 2.0
_LARGE = 200_000
"""A text of more characters is read aside, so that the client need not wait, and no edits are worked out for it."""
_WATCHED = (
    "**/.kratom-lint.yaml",
    "**/pyproject.toml",
    "**/kratom-lint-waivers.yaml",
    "**/kratom-lint-baseline.json",
    "**/*.{yaml,yml}",
    "**/.{gitignore,ignore}",
)


@record
class Open:
    """A document that the client has open, and what is known of its present text."""

    uri: str
    name: Name
    text: str
    version: int
    reading: Reading | None = None
    places: Places | None = None
    remedies: Remedies | None = None
    faults: list[authors.Fault] | None = None
    seconds: float = 0.0
    waiting: asyncio.TimerHandle | None = None
    aside: asyncio.Task[None] | None = None

    @property
    def is_large(self) -> bool:
        """Whether reading it may take seconds."""
        return len(self.text) > _LARGE

    @property
    def is_about_checking(self) -> bool:
        """Whether it is no copy but a rule, a configuration or the like."""
        return bool(self.name.path) and authors.judge_of(self.name.path or "") is not None

    def changed(self, text: str, version: int) -> None:
        """Take a new text, and forget what was known of the old one."""
        self.text, self.version = text, version
        self.forget()

    def forget(self) -> None:
        """Forget what rules and settings made of the text."""
        self.reading = self.places = self.remedies = self.faults = None


class Server(LanguageServer):
    """The state of one session."""

    def __init__(self) -> None:
        sync = types.TextDocumentSyncKind.Full
        super().__init__(SOURCE, __version__, sync, protocol_cls=Protocol)
        self.desk = Desk()
        self.open: dict[str, Open] = {}
        self.state = 0
        self._tasks: set[asyncio.Task[None]] = set()  # a loop keeps none by itself
        self.pulls = self.watches = self.refreshes = self.refreshes_lenses = self.markdown = self.registers = (
            self.resolves
        ) = False
        self.abilities = actions.Abilities()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write what went wrong into the client's log; our own mistakes are shown as well."""
        kind = types.MessageType.Error
        message = f"kratom-lint: {type(error).__name__}: {error}"
        self.window_log_message(types.LogMessageParams(kind, message))
        if source is FeatureNotificationError:
            self.window_show_message(types.ShowMessageParams(kind, message))

    def learn(self, params: types.InitializeParams) -> None:
        """Note what the client can do, and go where its files are, as somebody would who checks them by hand."""
        folders = params.workspace_folders or []
        root = path_of(folders[0].uri if folders else params.root_uri or "") or params.root_path
        if root and Path(root).is_dir():
            os.chdir(root)
            self.desk = Desk()
        client = params.capabilities
        document, workspace = client.text_document, client.workspace
        self.pulls = bool(document and document.diagnostic)
        watching = workspace.did_change_watched_files if workspace else None
        self.registers = bool(watching and watching.dynamic_registration)
        pulled = workspace.diagnostics if workspace else None
        self.refreshes = bool(pulled and pulled.refresh_support)
        lenses = workspace.code_lens if workspace else None
        self.refreshes_lenses = bool(lenses and lenses.refresh_support)
        hovering = document.hover if document else None
        self.markdown = types.MarkupKind.Markdown in ((hovering and hovering.content_format) or ())
        acting = document.code_action if document else None
        resolving = acting.resolve_support if acting else None
        self.resolves = bool(resolving and "edit" in resolving.properties)
        edits = workspace.workspace_edit if workspace else None
        versions = bool(edits and edits.document_changes)
        resources = (edits and edits.resource_operations) or ()
        options = params.initialization_options
        asks = options.get("asksForReason") is True if isinstance(options, dict) else False
        self.abilities = actions.Abilities(versions, versions and types.ResourceOperationKind.Create in resources, asks)

    @property
    def encoding(self) -> str:
        """Return the unit of the client's columns."""
        return types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value

    def places(self, document: Open) -> Places:
        """Return the places of a document's text."""
        if document.places is None:
            shift = document.reading.shift if document.reading else 0
            document.places = Places(document.text, self.encoding, shift)
        return document.places

    def reading(self, document: Open) -> Reading:
        """Return what is found in a document, read anew only when it or the rules have changed."""
        if document.reading is None:
            if document.is_about_checking:
                return Reading(document.text, left_out="a file about checking")
            if document.is_large:
                return Reading(document.text, left_out="being read")
            start = monotonic()
            self._know(document, self.desk.read(document.text, document.name.path, document.name.format), start)
        return document.reading or Reading(document.text)

    def _know(self, document: Open, reading: Reading, start: float) -> None:
        document.reading, document.places = reading, None
        document.seconds = monotonic() - start

    async def _aside(self, document: Open, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Take a step that takes seconds while others go on.

        However many ask for it, it is taken once, and it goes on when they no longer want it: nothing ends a thread.
        """
        if document.aside is None or document.aside.done():
            document.aside = asyncio.create_task(step())
        await asyncio.shield(document.aside)

    def _is_open(self, document: Open) -> bool:
        return self.open.get(document.uri) is document

    async def _read(self, document: Open) -> None:
        version, state, start = document.version, self.state, monotonic()
        reading = await asyncio.to_thread(self.desk.read, document.text, document.name.path, document.name.format)
        if (document.version, self.state) == (version, state):
            self._know(document, reading, start)

    async def _judge(self, document: Open, judge: Callable[[str], list[authors.Fault]]) -> None:
        version, state = document.version, self.state
        faults = await asyncio.to_thread(judge, document.text)
        document.faults = faults if (document.version, self.state) == (version, state) else None

    def remedies(self, document: Open) -> Remedies | None:
        """Return what can be done about the findings of a document, None where there are none."""
        reading = self.reading(document)
        if document.is_large:
            return None
        if document.remedies is None and reading.document and reading.book and reading.counting:
            document.remedies = Remedies(reading, reading.document, reading.book, reading.counting)
        return document.remedies

    def draft(self, document: Open) -> actions.Draft:
        """Return a document as edits speak of it."""
        return actions.Draft(document.uri, document.version, document.name.path, self.places(document))

    def diagnostics(self, document: Open) -> list[types.Diagnostic]:
        """Return the diagnostics of a document that is copy."""
        reading = self.reading(document)
        return diagnostics_of(reading, self.places(document), document.uri)

    async def found(self, document: Open) -> list[types.Diagnostic]:
        """Return the diagnostics of any document; what takes seconds is done aside."""
        judge = authors.judge_of(document.name.path) if document.name.path else None
        if judge is None:
            while document.is_large and document.reading is None and self._is_open(document):
                await self._aside(document, lambda: self._read(document))
            return self.diagnostics(document)
        while document.faults is None and self._is_open(document):
            await self._aside(document, lambda: self._judge(document, judge))
        places = self.places(document)
        return [
            types.Diagnostic(places.start(line, column), what, types.DiagnosticSeverity.Error, source=SOURCE)
            for line, column, what in document.faults or ()
        ]

    def schedule(self, document: Open) -> None:
        """Have the diagnostics of a document sent: at once where it is quick, else when the writer pauses."""
        if self.pulls:
            return
        if document.waiting:
            document.waiting.cancel()
        is_quick = not document.is_about_checking and not document.is_large
        if is_quick and document.seconds < _QUICK:
            self._publish(document, self.diagnostics(document))
            return
        pause = min(2 * document.seconds, _LONGEST_PAUSE) if not document.is_about_checking else _LONGEST_PAUSE / 4
        loop = asyncio.get_running_loop()
        document.waiting = loop.call_later(pause, lambda: self._tasks.add(loop.create_task(self._push(document))))

    async def _push(self, document: Open) -> None:
        found = await self.found(document)
        if self._is_open(document):
            self._publish(document, found)
        self._tasks = {task for task in self._tasks if not task.done()}

    def _publish(self, document: Open, found: list[types.Diagnostic]) -> None:
        params = types.PublishDiagnosticsParams(document.uri, found, document.version)
        self.text_document_publish_diagnostics(params)

    def start_anew(self) -> None:
        """Forget rules, settings and exceptions, and have every open document checked again."""
        self.desk = Desk()
        self.state += 1
        for document in self.open.values():
            document.forget()
            self.schedule(document)
        if self.pulls and self.refreshes:
            self.workspace_diagnostic_refresh(None)
        if self.refreshes_lenses:
            self.workspace_code_lens_refresh(None)

    def watch(self) -> None:
        """Ask the client to tell when a file changes that bears on what is found."""
        self.watches = True
        watchers = [types.FileSystemWatcher(glob) for glob in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(f"{SOURCE}-files", method, options)
        self.client_register_capability(types.RegistrationParams([registration]))
