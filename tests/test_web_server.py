"""`kratom-lint serve`: who is let in, what is refused, and that it ends and keeps nothing."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kratom_lint.settings import Layer
from kratom_lint.web.desk import Desk
from kratom_lint.web.law import law_of
from kratom_lint.web.server import HOST, LARGEST, NAME, TOKEN, Server

QUESTION = json.dumps({"text": "Kratom cures anxiety."})


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(Desk(law_of(Layer(), None)), 0) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def send(server: Server, method: str, path: str, body: str | bytes | None = None, **headers: str) -> Answer:
    """Return the answer to a request; a header of None is left out, `_` in names stands for `-`."""
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, {TOKEN: server.token} | named)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def test_the_page_is_sent_with_nothing_secret_in_it(server: Server) -> None:
    answer = send(server, "GET", "/", **{TOKEN: ""})
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert {name: answer.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Frame-Options")} == {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
    }
    assert answer.headers["Server"].strip() == "kratom-lint"
    assert b"connect-src 'self'" in answer.body
    assert server.token.encode() not in answer.body
    head = send(server, "HEAD", "/")
    assert (head.status, head.headers["Content-Length"], head.body) == (200, str(len(answer.body)), b"")


def test_a_question_is_answered(server: Server) -> None:
    answer = send(server, "POST", "/check", QUESTION, Origin=f"http://{HOST}:{server.server_port}")
    assert answer.status == 200
    findings = answer.json["report"]["findings"]
    assert [each["span"]["utf16"] for each in findings if each["rule"] == "disease/anxiety-depression"] == [[7, 20]]
    question = json.dumps({"text": "Kratom cures anxiety.", "fingerprint": findings[0]["fingerprint"]})
    assert send(server, "POST", "/suggest", question).json["suggestions"]
    assert send(server, "POST", "/about", "").json["packs"][0]["id"] == "us"
    assert send(server, "POST", "/render", '{"text": "*a*"}').json == {"html": "<p><em>a</em></p>\n"}
    opened = send(server, "POST", "/open", "é".encode(), **{NAME: "caf%C3%A9.txt"}).json
    assert (opened["name"], opened["text"]) == ("café.txt", "é")


@pytest.mark.parametrize(
    ("headers", "status", "reason"),
    [
        ({TOKEN: ""}, 403, "the token is wrong; open the address that kratom-lint serve printed"),
        ({TOKEN: "é"}, 403, "the token is wrong; open the address that kratom-lint serve printed"),
        ({"Origin": "https://example.com"}, 403, "only the page that this server sends may ask"),
        ({"Origin": "null"}, 403, "only the page that this server sends may ask"),
        ({"Host": "example.com"}, 421, "this server is called 127.0.0.1 or localhost"),
        ({"Host": f"{HOST}:1"}, 421, "this server is called 127.0.0.1 or localhost"),
        ({"Content-Length": str(LARGEST + 1)}, 413, f"more than {LARGEST:,} bytes; check it in a file"),
        ({"Content-Length": "9" * 5000}, 413, f"more than {LARGEST:,} bytes; check it in a file"),
        ({"Content-Length": "-1"}, 411, "say how long the question is"),
    ],
)
def test_who_is_not_the_page_is_refused(server: Server, headers: dict[str, str], status: int, reason: str) -> None:
    answer = send(server, "POST", "/check", QUESTION, **headers)
    assert (answer.status, answer.json, answer.headers["Connection"]) == (status, {"error": reason}, "close")


@pytest.mark.parametrize("names", [("{}", "example.com"), ("example.com", "{}"), ("{}", "{}"), ()])
def test_a_request_names_its_host_once(server: Server, names: tuple[str, ...]) -> None:
    hosts = "".join(f"Host: {name.format(f'{HOST}:{server.server_port}')}\r\n" for name in names)
    with socket.create_connection((HOST, server.server_port), timeout=20) as wire:
        wire.sendall(f"GET / HTTP/1.1\r\n{hosts}\r\n".encode())
        assert wire.recv(10_000).startswith(b"HTTP/1.1 421 ")


def test_the_page_too_is_refused_under_another_name(server: Server) -> None:
    assert send(server, "GET", "/", Host="rebound.example").status == 421


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{", "the question is no JSON"),
        (b"\xff", "the question is no JSON"),
        (b"[" * 100_000, "the question is no JSON"),
        (b"3", "a question is an object of texts"),
        (b'{"text": ' + b"9" * 5000 + b"}", "the question is no JSON"),
        (b'{"text": "a", "name": ["a.md"]}', "'name' must be a text"),
        (b'{"text": "a", "place": "atlantis"}', "no pack has the law of 'atlantis'"),
    ],
)
def test_a_bad_question_is_told_so(server: Server, body: bytes, reason: str) -> None:
    answer = send(server, "POST", "/check", body)
    assert (answer.status, answer.json) == (400, {"error": reason})


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_not_allowed(server: Server, method: str) -> None:
    answer = send(server, method, "/check")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_there_is_nothing_else(server: Server) -> None:
    assert send(server, "GET", "/page.js").json == {"error": "there is one page, at /"}
    assert send(server, "GET", "/../pyproject.toml").status == 404
    assert send(server, "POST", "/etc/passwd", "{}").json == {
        "error": "questions go to /about, /open, /check, /suggest, /render"
    }


def test_noise_ends_no_more_than_its_own_connection(server: Server) -> None:
    with socket.create_connection((HOST, server.server_port), timeout=20) as wire:
        wire.sendall(b"GET / HTTP/1.1 noise\r\n\r\n")
        assert b"Bad request" in wire.recv(10_000)
    assert send(server, "GET", "/").status == 200


def test_our_mistakes_tell_where_and_not_what(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(question: object) -> str:
        raise ValueError(f"secret {question}")

    monkeypatch.setattr(server.desk, "check", broken)
    answer = send(server, "POST", "/check", QUESTION)
    assert answer.status == 500
    assert answer.json["error"].startswith("ValueError; ")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "in broken" in printed.err and printed.err.endswith("\nValueError\n")
    assert "cures" not in printed.err


def serving(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "kratom_lint", "serve", *arguments]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=-1, stderr=-1, text=True)


def test_the_command_serves_the_folders_own_settings_until_it_is_interrupted(tmp_path: Path) -> None:
    (tmp_path / ".kratom-lint.yaml").write_text("ignore: [disease, disclosure]\n")
    before = sorted(tmp_path.iterdir())
    with serving(tmp_path, "--port", "0") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/#([\w-]{32})", address)
        assert match is not None
        assert process.stdout.readline() == "That address is for you alone. Ctrl-C ends it.\n"
        connection = http.client.HTTPConnection(HOST, int(match[1]), timeout=20)
        connection.request("POST", "/check", QUESTION, {TOKEN: match[2]})
        report = json.loads(connection.getresponse().read())["report"]
        connection.close()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=20)
    assert report["findings"] == []
    assert (process.returncode, rest, errors) == (0, "", "")
    assert sorted(tmp_path.iterdir()) == before


def test_a_port_that_is_taken_and_settings_that_are_wrong_are_told(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with serving(tmp_path, "--port", str(port)) as process:
            out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    told = f"{HOST}:{port}: address already in use; choose another with --port, or any with --port 0\n"
    assert errors == told
    (tmp_path / ".kratom-lint.yaml").write_text("ignroe: [disease]\n")
    with serving(tmp_path) as process:
        out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert errors.startswith(".kratom-lint.yaml:1:1: ")
