"""A client of the language server that speaks the bare protocol, so that what goes over the wire is what is tested."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

SECONDS = 60.0
WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
Json = dict[str, Any]


class Client:
    """A session with a server that runs in `folder`. What the server asks is granted, and what it sends is kept."""

    def __init__(self, folder: Path, cache: Path, *arguments: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kratom_lint", "lsp", *arguments],
            cwd=folder,
            env=os.environ | {"KRATOM_LINT_CACHE_DIR": str(cache), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.kept: list[Json] = []
        self.applied: list[Json] = []
        self.encoding = "utf-16"
        self._messages: queue.Queue[Json | None] = queue.Queue()
        self._count = 0
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._drain, daemon=True).start()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def start(self, capabilities: Json | None = None, options: Json | None = None) -> Json:
        """Return what the server says it can do."""
        params = {"processId": os.getpid(), "rootUri": self.folder.as_uri(), "capabilities": capabilities or {}}
        result = self.request("initialize", params | ({"initializationOptions": options} if options else {}))
        self.encoding = result["capabilities"].get("positionEncoding", "utf-16")
        self.notify("initialized", {})
        return result["capabilities"]

    def stop(self) -> int:
        """End the session as the protocol wants it, and return the exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(SECONDS)

    def open(self, name: str, text: str, language: str = "markdown") -> str:
        """Open a document, given by its path in the folder or by a URI, and return its URI."""
        uri = name if ":" in name else (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, text: str, version: int) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def diagnostics(self, uri: str, version: int = 1) -> list[Json]:
        """Return the diagnostics sent for a version of a document."""
        return self.wait(
            "textDocument/publishDiagnostics", lambda it: it["uri"] == uri and it.get("version", version) == version
        )["diagnostics"]

    def pull(self, uri: str, previous: str | None = None) -> Json:
        params = {"textDocument": {"uri": uri}} | ({"previousResultId": previous} if previous else {})
        return self.request("textDocument/diagnostic", params)

    def actions(self, uri: str, range_: Json, only: list[str] | None = None) -> list[Json]:
        context = {"diagnostics": []} | ({"only": only} if only else {})
        return self.request(
            "textDocument/codeAction", {"textDocument": {"uri": uri}, "range": range_, "context": context}
        )

    def request(self, method: str, params: Any) -> Any:
        """Return the result of a request; an error fails."""
        answer = self.ask(method, params)
        assert "error" not in answer, answer
        return answer["result"]

    def ask(self, method: str, params: Any) -> Json:
        """Return the whole answer to a request."""
        number = self.send(method, params)
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                return message
            self._take(message)

    def send(self, method: str, params: Any) -> int:
        """Send a request whose answer nobody waits for, and return its id."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params})
        return self._count

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def wait(self, method: str, fits: Callable[[Json], bool] = lambda params: True) -> Json:
        """Return the parameters of the next message of that method that fits; it may have come already."""
        while True:
            for message in self.kept:
                if message["method"] == method and fits(message.get("params") or {}):
                    self.kept.remove(message)
                    return message.get("params") or {}
            self._take(self._next())

    def raw(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def text_at(self, text: str, range_: Json) -> str:
        """Return what a range of a text holds, counted as this session counts."""
        start, end = (self.offset(text, range_[side]) for side in ("start", "end"))
        return text[start:end]

    def offset(self, text: str, position: Json) -> int:
        codec, width = WIDTHS[self.encoding]
        at = 0
        for _ in range(position["line"]):
            ends = [place for place in (text.find("\n", at), text.find("\r", at)) if place >= 0]
            at = min(ends) + 1 + (text[min(ends) : min(ends) + 2] == "\r\n")
        line = text[at:].encode(codec)[: position["character"] * width]
        return at + len(line.decode(codec))

    def edited(self, text: str, edit: Json, uri: str) -> str:
        """Return a text with a workspace edit made."""
        if "changes" in edit:
            edits = edit["changes"][uri]
        else:
            edits = [each for change in edit["documentChanges"] for each in change["edits"]]
        for each in sorted(edits, key=lambda it: self.offset(text, it["range"]["start"]), reverse=True):
            start, end = (self.offset(text, each["range"][side]) for side in ("start", "end"))
            text = text[:start] + each["newText"] + text[end:]
        return text

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def _next(self) -> Json:
        message = self._messages.get(timeout=SECONDS)
        assert message is not None, "the server is gone"
        return message

    def _take(self, message: Json) -> None:
        if "method" not in message:
            return
        self.kept.append(message)
        if "id" in message:
            applies = message["method"] == "workspace/applyEdit"
            self.applied += [message["params"]["edit"]] if applies else []
            self._send({"id": message["id"], "result": {"applied": True} if applies else None})

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = stream.readline()
            self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)

    def _drain(self) -> None:
        assert self.process.stderr
        for _ in self.process.stderr:
            pass
