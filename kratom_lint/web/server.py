"""The page on the loopback of this machine: answers who has the token, keeps nothing, writes nothing of a text down."""

from __future__ import annotations

import hmac
import json
import secrets
import sys
import traceback
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from kratom_lint.errors import KratomLintError, SourceError
from kratom_lint.pages import part
from kratom_lint.web.desk import Desk, QuestionError, question_of
from kratom_lint.web.page import PARTS, page

HOST = "127.0.0.1"
TOKEN = "X-Kratom-Lint-Token"
NAME = "X-Kratom-Lint-Name"
LARGEST = 16_000_000
"""Bytes of the largest request that is read."""
_PATIENCE = 30.0
"""Seconds after which a client that sends nothing is given up."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Refusal(Exception):
    """A request that is not answered: with which status, and why."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Server(ThreadingHTTPServer):
    """Serves one page and answers it, as long as the questions carry the token that `address` has."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int) -> None:
        """Listen on the loopback at `port`, at any that is free if 0; raise OSError when that is taken."""
        super().__init__((HOST, port), Handler)
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in (HOST, "localhost"))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)
        self.page = page([part(PARTS, "server.js")], "'self'").encode()

    @property
    def address(self) -> str:
        """Return the address of the page, with the token where browsers keep it to themselves."""
        return f"http://{HOST}:{self.server_port}/#{self.token}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away."""


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "kratom-lint"
    sys_version = ""
    timeout = _PATIENCE
    server: Server

    def do_GET(self) -> None:
        """Send the page; it holds no secret and no text."""
        self._answer(self._page)

    def do_HEAD(self) -> None:
        """Send what would come with the page."""
        self._answer(self._page)

    def do_POST(self) -> None:
        """Answer a question of the page."""
        self._answer(self._question)

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing down."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request, or one with a method that is not known."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        self._refuse(Refusal(status, message or status.phrase))

    def _answer(self, make: Callable[[], tuple[str, bytes]]) -> None:
        try:
            named = self.headers.get_all("Host", [])
            if len(named) != 1 or named[0] not in self.server.hosts:  # RFC 9112, 3.2: there is one, and one only
                raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, "this server is called 127.0.0.1 or localhost")
            kind, body = make()
        except Refusal as refusal:
            self._refuse(refusal)
            return
        except KratomLintError as error:
            bad = isinstance(error, (QuestionError, SourceError))
            status = HTTPStatus.BAD_REQUEST if bad else HTTPStatus.UNPROCESSABLE_ENTITY
            self._refuse(Refusal(status, str(error)))
            return
        except Exception as error:  # our mistake; what it says may quote the text, where it happened does not
            trace = "".join(traceback.format_tb(error.__traceback__))
            print(f"{trace}{type(error).__name__}", file=sys.stderr)
            told = f"{type(error).__name__}; the terminal of the server says where. Please report it"
            self._refuse(Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, told))
            return
        self._send(HTTPStatus.OK, kind, body)

    def _page(self) -> tuple[str, bytes]:
        if self.path != "/":
            raise Refusal(HTTPStatus.NOT_FOUND, "there is one page, at /")
        return "text/html; charset=utf-8", self.server.page

    def _question(self) -> tuple[str, bytes]:
        self._admit()
        body = self._body()
        desk = self.server.desk
        if self.path == "/about":
            answer = desk.about()
        elif self.path == "/open":
            answer = desk.open(unquote(self.headers.get(NAME, "")), body)
        else:
            answers = {"/check": desk.check, "/suggest": desk.suggest, "/render": desk.render}
            if self.path not in answers:
                raise Refusal(HTTPStatus.NOT_FOUND, f"questions go to /about, /open, {', '.join(answers)}")
            answer = answers[self.path](question_of(_parsed(body)))
        return "application/json", answer.encode()

    def _admit(self) -> None:
        """Refuse who is not the page: another site in the same browser, or another user of this machine."""
        if self.headers.get("Origin", "") not in self.server.origins | {""}:
            raise Refusal(HTTPStatus.FORBIDDEN, "only the page that this server sends may ask")
        if not hmac.compare_digest(self.headers.get(TOKEN, "").encode(), self.server.token.encode()):
            raise Refusal(HTTPStatus.FORBIDDEN, "the token is wrong; open the address that kratom-lint serve printed")

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "say how long the question is")
        if len(length) > len(str(LARGEST)) or int(length) > LARGEST:  # thousands of digits are no int at all
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {LARGEST:,} bytes; check it in a file")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Refusal(HTTPStatus.BAD_REQUEST, "the question breaks off")
        return body

    def _refuse(self, refusal: Refusal) -> None:
        self.close_connection = True  # what the client still has to say would be read as its next request
        self._send(refusal.status, "application/json", json.dumps({"error": str(refusal)}).encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD, POST")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise QuestionError("the question is no JSON") from None
