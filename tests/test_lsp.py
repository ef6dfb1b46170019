"""The language server, spoken to as editors speak to it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp_client import Client, Json

CONFIG = "ignore: [disclosure]\n"
DRAFT = "# Red leaf\n\n🌿 naïve\u2028line: our **kratom** relieves back pain.\r\nIt is not addictive.\n"
PULLS: Json = {"textDocument": {"diagnostic": {}}}
VERSIONS: Json = {"workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}}}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp() / "cache"


@pytest.fixture
def client(tmp_path: Path, cache: Path) -> Iterator[Client]:
    (tmp_path / ".kratom-lint.yaml").write_text(CONFIG)
    with Client(tmp_path, cache) as client:
        yield client


def codes(diagnostics: list[Json]) -> list[str]:
    return [each["code"] for each in diagnostics]


def encodings(*names: str) -> Json:
    return {"general": {"positionEncodings": list(names)}}


def found_by_command_line(client: Client, cache: Path, name: str) -> list[tuple[str, list[int]]]:
    done = subprocess.run(
        [sys.executable, "-m", "kratom_lint", "check", "--format", "json", name],
        cwd=client.folder,
        env={"KRATOM_LINT_CACHE_DIR": str(cache), "PATH": ""},
        capture_output=True,
        check=False,
    )
    return [(each["rule"], each["span"]["char"]) for each in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_diagnostics_stand_where_they_belong_in_each_encoding(client: Client, encoding: str) -> None:
    assert client.start(encodings(encoding))["positionEncoding"] == encoding
    diagnostics = client.diagnostics(client.open("a.md", DRAFT))
    found = [(each["code"], client.text_at(DRAFT, each["range"])) for each in diagnostics]
    assert found == [("disease/pain", "relieves back pain"), ("safety/not-addictive", "is not addictive")]
    assert [each["range"]["start"]["line"] for each in diagnostics] == [2, 3]


def test_a_client_that_names_no_encoding_counts_in_utf_16(client: Client) -> None:
    assert client.start()["positionEncoding"] == "utf-16"
    (first, _) = client.diagnostics(client.open("a.md", DRAFT))
    assert first["range"]["start"] == {"line": 2, "character": 30}


def test_a_diagnostic_names_rule_severity_and_law(client: Client) -> None:
    client.start()
    (found,) = client.diagnostics(client.open("a.md", "Kratom relieves pain.\n"))
    assert (found["severity"], found["code"], found["source"]) == (1, "disease/pain", "kratom-lint")
    assert found["message"] == "Says the product relieves pain."
    assert found["codeDescription"]["href"].startswith("https://")


def test_a_diagnostic_leads_to_related_places(client: Client) -> None:
    client.start()
    text = "# Benefits of kratom\n\nKratom helps with:\n\n- back pain\n"
    uri = client.open("a.md", text)
    found = [each for each in client.diagnostics(uri) if each["code"] == "disease/pain"]
    places = [(it["message"], client.text_at(text, it["location"]["range"])) for it in found[0]["relatedInformation"]]
    assert ("the words that lead in to it", "helps with") in places


def test_what_is_found_is_what_the_command_line_finds(client: Client, cache: Path) -> None:
    (client.folder / ".kratom-lint.yaml").write_text("fail_on: error\n")
    client.start(encodings("utf-32"))
    for draft in sorted((Path(__file__).parents[1] / "seeds").glob("*.md"))[:3]:
        text = draft.read_text(encoding="utf-8")
        (client.folder / draft.name).write_text(text, encoding="utf-8")
        diagnostics = client.diagnostics(client.open(draft.name, text))
        found = [
            (each["code"], [client.offset(text, each["range"][side]) for side in ("start", "end")])
            for each in diagnostics
        ]
        assert found == found_by_command_line(client, cache, draft.name)


def test_a_change_is_checked_anew(client: Client) -> None:
    client.start()
    uri = client.open("a.md", "Kratom is a leaf.\n")
    assert client.diagnostics(uri) == []
    client.change(uri, "Kratom relieves pain.\n", 2)
    assert codes(client.diagnostics(uri, 2)) == ["disease/pain"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.diagnostics(uri, 2) == []


def test_who_can_pull_is_sent_nothing_and_told_when_nothing_has_changed(client: Client) -> None:
    client.start(PULLS)
    uri = client.open("a.md", "Kratom relieves pain.\n")
    report = client.pull(uri)
    assert (report["kind"], codes(report["items"])) == ("full", ["disease/pain"])
    assert client.pull(uri, report["resultId"]) == {"kind": "unchanged", "resultId": report["resultId"]}
    client.change(uri, "Kratom is a leaf.\n", 2)
    assert client.pull(uri, report["resultId"])["items"] == []
    assert [each for each in client.kept if each["method"] == "textDocument/publishDiagnostics"] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_quick_fix_edits_what_it_says(client: Client, encoding: str) -> None:
    client.start(encodings(encoding) | VERSIONS)
    uri = client.open("a.md", DRAFT)
    found = client.diagnostics(uri)[1]
    fixes = client.actions(uri, found["range"], ["quickfix"])
    assert fixes[0]["title"].startswith("Replace the sentence by: Kratom can be habit-forming.")
    assert codes(fixes[0]["diagnostics"]) == ["safety/not-addictive"]
    (change,) = fixes[0]["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": uri, "version": 1}
    edited = client.edited(DRAFT, fixes[0]["edit"], uri)
    assert edited == DRAFT.partition("It is")[0] + (
        "Kratom can be habit-forming. Using it regularly can lead to dependence, and stopping may bring on withdrawal"
        " symptoms.\n"
    )
    client.change(uri, edited, 2)
    assert codes(client.diagnostics(uri, 2)) == ["disease/pain"]


def test_a_client_without_versions_gets_plain_changes(client: Client) -> None:
    client.start()
    uri = client.open("a.md", "Kratom relieves pain.\n")
    (found,) = client.diagnostics(uri)
    assert list(client.actions(uri, found["range"])[0]["edit"]["changes"]) == [uri]


def test_nothing_is_offered_where_nothing_is_found(client: Client) -> None:
    client.start()
    uri = client.open("a.md", "Our leaf is green.\n\nKratom relieves pain.\n")
    client.diagnostics(uri)
    here = {"line": 0, "character": 0}
    assert client.actions(uri, {"start": here, "end": here}, ["quickfix"]) == []
    assert client.actions(uri, {"start": here, "end": here}, ["refactor"]) == []


def test_ignoring_asks_for_the_reason_in_the_comment(client: Client) -> None:
    client.start()
    text = "Kratom relieves pain.\n"
    uri = client.open("a.md", text)
    (found,) = client.diagnostics(uri)
    action = next(each for each in client.actions(uri, found["range"]) if each["title"].startswith("Ignore"))
    edited = client.edited(text, action["edit"], uri)
    assert edited == "<!-- kratom-lint: ignore disease/pain:  -->\n" + text
    client.change(uri, edited, 2)
    assert codes(client.diagnostics(uri, 2)) == ["suppression/no-reason", "disease/pain"]
    client.change(uri, edited.replace(":  -->", ": quotes the FDA -->"), 3)
    assert client.diagnostics(uri, 3) == []


def test_a_client_that_asks_for_the_reason_sends_it(client: Client) -> None:
    client.start(VERSIONS, {"asksForReason": True})
    text = "Kratom relieves pain.\n"
    uri = client.open("a.md", text)
    (found,) = client.diagnostics(uri)
    command = next(each["command"] for each in client.actions(uri, found["range"]) if "command" in each)
    assert command["command"] == "kratomLint.ignore"
    arguments = [*command["arguments"], "quotes the FDA"]
    client.request("workspace/executeCommand", {"command": "kratom-lint.ignore", "arguments": arguments})
    client.wait("workspace/applyEdit")
    (edit,) = client.applied
    assert client.edited(text, edit, uri) == "<!-- kratom-lint: ignore disease/pain: quotes the FDA -->\n" + text


def test_waiving_writes_an_entry_that_holds_once_it_is_signed(client: Client) -> None:
    client.start(VERSIONS)
    uri = client.open("a.md", "Kratom relieves pain.\n")
    (found,) = client.diagnostics(uri)
    action = next(each for each in client.actions(uri, found["range"]) if each["title"].startswith("Waive"))
    create, change = action["edit"]["documentChanges"]
    file = client.folder / "kratom-lint-waivers.yaml"
    assert (create["kind"], create["uri"], change["textDocument"]["uri"]) == ("create", file.as_uri(), file.as_uri())
    entry = change["edits"][0]["newText"]
    assert entry.startswith("waivers:\n  - rule: disease/pain\n    path: a.md\n    fingerprint: ")
    waivers = client.open(file.name, entry, "yaml")
    assert [each["message"] for each in client.diagnostics(waivers)] == [
        f"`{key}` takes a text; fill it in, or leave the key out" for key in ("reason", "approved_by", "expires")
    ]
    signed = (
        entry.replace("reason:", "reason: quoted").replace("by:", "by: Ann").replace("expires:", "expires: 2999-1-1")
    )
    file.write_text(signed.replace("2999-1-1", "2999-01-01"))
    client.notify("textDocument/didSave", {"textDocument": {"uri": waivers}})
    assert client.diagnostics(uri) == []
    file.unlink()


def test_a_hover_tells_law_reason_trace_and_examples(client: Client) -> None:
    client.start({"textDocument": {"hover": {"contentFormat": ["markdown"]}}})
    uri = client.open("a.md", DRAFT)
    (found, _) = client.diagnostics(uri)
    hover = client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": found["range"]["start"]})
    text = hover["contents"]["value"]
    assert hover["contents"]["kind"] == "markdown"
    assert text.startswith("**disease/pain** (error)\n\nSays the product relieves pain.")
    for part in ("**Law**", "](https://", "**How it was found**", "**It finds**", "**It passes**", "**What to do**"):
        assert part in text
    place = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}
    assert client.request("textDocument/hover", place) is None


def test_a_hover_is_plain_where_markdown_is_not_known(client: Client) -> None:
    client.start()
    uri = client.open("a.md", "Kratom relieves pain.\n")
    (found,) = client.diagnostics(uri)
    place = {"textDocument": {"uri": uri}, "position": found["range"]["start"]}
    contents = client.request("textDocument/hover", place)["contents"]
    assert contents["kind"] == "plaintext"
    assert contents["value"].startswith("error disease/pain\nSays the product relieves pain.")


def test_a_lens_inserts_what_is_missing(client: Client) -> None:
    (client.folder / ".kratom-lint.yaml").unlink()
    client.start(VERSIONS)
    text = "# Kratom powder\n\nBuy our kratom powder today, 250 g for $20.\n"
    uri = client.open("a.md", text)
    lacking = [each["code"] for each in client.diagnostics(uri) if each["code"].startswith("disclosure/")]
    lenses = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    assert len(lenses) == len(lacking) > 0
    assert lenses[0]["range"]["start"] == {"line": 0, "character": 0}
    client.request("workspace/executeCommand", {key: lenses[0]["command"][key] for key in ("command", "arguments")})
    client.wait("workspace/applyEdit")
    edited = client.edited(text, client.applied[0], uri)
    assert edited.startswith(text.rstrip())
    client.change(uri, edited, 2)
    assert len([c for c in codes(client.diagnostics(uri, 2)) if c.startswith("disclosure/")]) == len(lacking) - 1


def test_all_that_is_safe_is_fixed_at_once(client: Client) -> None:
    (client.folder / ".kratom-lint.yaml").unlink()
    resolves = {"textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}}
    client.start(resolves)
    text = "# Kratom 🌿 powder\r\n\r\nBuy our kratom powder today, 250 g for $20.\r\n"
    uri = client.open("a.md", text)
    client.diagnostics(uri)
    here = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    (action,) = [each for each in client.actions(uri, here) if each["kind"] == "source.fixAll.kratom-lint"]
    assert "edit" not in action
    edited = client.edited(text, client.request("codeAction/resolve", action)["edit"], uri)
    assert edited.startswith(text.rstrip()) and edited != text
    (direct,) = client.actions(uri, here, ["source.fixAll"])
    assert client.edited(text, direct["edit"], uri) == edited


def test_a_changed_configuration_counts_at_once(client: Client) -> None:
    watching = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    client.start(watching)
    registered = client.wait("client/registerCapability")["registrations"][0]
    assert registered["method"] == "workspace/didChangeWatchedFiles"
    uri = client.open("a.md", "Kratom relieves pain.\n")
    assert codes(client.diagnostics(uri)) == ["disease/pain"]
    config = client.folder / ".kratom-lint.yaml"
    for text, severity in (("severity: {disease: warning}\n", 2), ("severity: {disease: info}\n", 3)):
        config.write_text(CONFIG + text)
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": config.as_uri(), "type": 2}]})
        assert [each["severity"] for each in client.diagnostics(uri)] == [severity]


def test_who_pulls_is_told_to_pull_again(client: Client) -> None:
    client.start(PULLS | {"workspace": {"diagnostics": {"refreshSupport": True}}})
    uri = client.open("a.md", "Kratom relieves pain.\n")
    before = client.pull(uri)
    config = client.folder / ".kratom-lint.yaml"
    config.write_text(CONFIG + "severity: {disease: warning}\n")
    client.notify("textDocument/didSave", {"textDocument": {"uri": config.as_uri()}})
    client.wait("workspace/diagnostic/refresh")
    assert [each["severity"] for each in client.pull(uri, before["resultId"])["items"]] == [2]


def test_a_broken_configuration_is_no_clean_draft(client: Client) -> None:
    (client.folder / ".kratom-lint.yaml").write_text("ignroe: []\n")
    client.start()
    (found,) = client.diagnostics(client.open("a.md", "Kratom relieves pain.\n"))
    assert (found["code"], found["severity"]) == ("incomplete/config", 1)
    assert found["message"].startswith("Not checked: .kratom-lint.yaml:1:1: unknown key 'ignroe'")
    (fault,) = client.diagnostics(client.open(".kratom-lint.yaml", "fail_on: error\nignroe: []\n", "yaml"))
    assert (fault["range"]["start"], fault["severity"]) == ({"line": 1, "character": 0}, 1)


def test_what_a_walk_leaves_out_is_left_out(client: Client) -> None:
    (client.folder / ".kratom-lint.yaml").write_text("exclude: [archive/]\n")
    client.start()
    assert client.diagnostics(client.open("archive/a.md", "Kratom relieves pain.\n")) == []
    assert client.wait("window/logMessage")["message"] == "archive/a.md is left out: excluded"


def test_a_draft_without_a_file_is_read_as_its_language_says(client: Client) -> None:
    client.start()
    text = "<p>Kratom <b>relieves</b> pain.</p>"
    (found,) = client.diagnostics(client.open("untitled:Untitled-1", text, "html"))
    assert client.text_at(text, found["range"]) == "relieves</b> pain"


def test_other_schemes_are_left_alone(client: Client) -> None:
    client.start(PULLS)
    for uri in ("git:/a.md?ref", "output:tasks", "vscode-notebook-cell:/b.ipynb#1", "file://[", "::", "file:///%00.md"):
        client.open(uri, "Kratom relieves pain.\n")
        assert client.pull(uri)["items"] == []
        here = {"line": 0, "character": 0}
        assert client.actions(uri, {"start": here, "end": here}) == []
    assert client.stop() == 0


RULE = """\
summary: Says the product dances.
severity: error
claim: express
authority: [law]
why: It does not.
match:
  - 'dances {quickly}'
suggest:
  - delete: sentence
examples:
  flag: [a, b, c, d, e]
  pass: [a, b, c, d, e]
"""


def pack(folder: Path) -> Path:
    (folder / "pack" / "play").mkdir(parents=True)
    (folder / "pack" / "pack.yaml").write_text("name: own\nversion: '1'\njurisdiction: us\n")
    (folder / "pack" / "authorities.yaml").write_text(
        "law:\n  citation: Law 1\n  title: A law\n  url: https://example.org\n  jurisdiction: us\n"
        "  in_force: 2001-01-01\n  confidence: V1\n  checked: 2026-01-01\n"
    )
    return folder / "pack" / "play" / "dance.yaml"


def test_authors_see_the_faults_of_a_rule_as_they_write_it(client: Client) -> None:
    pack(client.folder)
    client.start()
    uri = client.open("pack/play/dance.yaml", RULE, "yaml")
    (fault,) = client.diagnostics(uri)
    assert fault["message"].startswith("no term 'quickly'")
    assert fault["range"]["start"] == {"line": 6, "character": 12}
    mended = RULE.replace(" {quickly}", "").replace("flag: [a", "flag: ['It [[dances]].'")
    client.change(uri, mended.replace(" b, c, d, e]\n  pass", " b]\n  pass"), 2)
    assert [each["message"] for each in client.diagnostics(uri, 2)] == ["2 examples under 'flag'; write at least 5"]
    client.change(uri, mended, 3)
    assert "mark what the rule should find" in client.diagnostics(uri, 3)[0]["message"]
    fit = mended.replace("b, c, d, e]\n  pass", ", ".join(f"'{it} [[dances]].'" for it in "BCDE") + "]\n  pass")
    client.change(uri, fit, 4)
    assert client.diagnostics(uri, 4) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sum|", "summary"),
        ("summary: x\nse|", "severity"),
        ("severity: |", "warning"),
        ("authority: [|", "law"),
        ("authority:\n  - |", "law"),
        ("match:\n  - '{kra|", "kratom"),
        ("suggest:\n  - replace: sentence\n    with: '{pro|", "product"),
        ("suggest:\n  - delete: |", "sentence"),
        ("suggest:\n  - |", "advise"),
        ("context:\n  |", "negated"),
        ("context:\n  negated: |", "flag"),
        ("where: [|", "slug"),
    ],
)
def test_authors_are_offered_what_may_come_next(text: str, wanted: str, tmp_path: Path) -> None:
    from kratom_lint.lsp.completion import completions

    before, _, after = text.partition("|")
    labels = [item.label for item in completions(pack(tmp_path), before, before + after)]
    assert wanted in labels
    assert len(labels) == len(set(labels))


def test_completion_goes_over_the_wire(client: Client) -> None:
    pack(client.folder)
    client.start()
    uri = client.open("pack/play/dance.yaml", "severity: \n", "yaml")
    place = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 10}}
    items = client.request("textDocument/completion", place)
    assert [each["label"] for each in items] == ["info", "warning", "error"]


@pytest.mark.parametrize(
    "garbage",
    [
        b"Content-Length: 7\r\n\r\nnot {js",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc",
        b"Content-Length: 5\r\n\r\n12345",
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 999999999999\r\n\r\n",
        b"content-length:2\n\n{}",
        b"Content-Type: text/plain\r\n\r\n{}",
        b"nothing at all",
        b"Content-Length: 5000\r\n\r\n" + b"[" * 5000,
        b"Content-Length: 40\r\n\r\n" + b'{"jsonrpc":"2.0","method":"$/unknown"}  ',
        b"Content-Length: 47\r\n\r\n" + b'{"jsonrpc":"2.0","method":"textDocument/didOpen"}'[:47],
    ],
)
def test_a_malformed_message_ends_nothing(client: Client, garbage: bytes) -> None:
    client.start()
    client.raw(garbage)
    uri = client.open("a.md", "Kratom relieves pain.\n")
    assert codes(client.diagnostics(uri)) == ["disease/pain"]
    assert client.stop() == 0


def test_an_unknown_method_is_refused(client: Client) -> None:
    client.start()
    assert client.ask("textDocument/somersault", {})["error"]["code"] == -32601
    assert client.stop() == 0


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", None),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a.md"}, "position": {"line": -1, "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a.md"}, "position": {"line": "a", "character": 0}}),
        ("textDocument/codeAction", {"textDocument": {"uri": "file:///a.md"}}),
        ("workspace/executeCommand", ["rm"]),
        ("initialize", {"capabilities": None}),
    ],
)
def test_a_request_that_cannot_be_understood_is_answered(client: Client, method: str, params: Any) -> None:
    client.start()
    answer = client.ask(method, params)
    message = f"Invalid Params: {method!r} takes other parameters than these"
    assert answer["error"] == {"code": -32602, "message": message}
    assert client.stop() == 0


@pytest.mark.parametrize(
    ("method", "start", "end"),
    [
        ("textDocument/hover", (10**9, 10**9), None),
        ("textDocument/completion", (0, 2**31 - 1), None),
        ("textDocument/codeAction", (10**9, 0), (10**9, 9)),
        ("textDocument/codeAction", (0, 2**31 - 1), (0, 0)),
    ],
)
def test_a_place_outside_of_the_text_is_its_nearest(
    client: Client, method: str, start: tuple[int, int], end: tuple[int, int] | None
) -> None:
    client.start()
    uri = client.open("a.md", "Kratom relieves pain.\n\nB")
    places = [{"line": line, "character": character} for line, character in (start, *([end] if end else []))]
    where = {"range": dict(zip(("start", "end"), places, strict=True))} if end else {"position": places[0]}
    context = {"context": {"diagnostics": []}} if end else {}
    found = client.request(method, {"textDocument": {"uri": uri}, **where, **context})
    assert bool(found) == (end == (0, 0))  # from past the end of the first line back to its start
    assert client.stop() == 0


def test_a_part_of_a_text_is_never_taken_for_the_whole(client: Client) -> None:
    client.start()
    text = "Kratom is a leaf. 😀 It is\u2028green.\nKratom relieves pain.\n"
    uri = client.open("a.md", text)
    assert codes(client.diagnostics(uri)) == ["disease/pain"]
    changes = [
        {"range": {"start": {"line": 0, "character": 27}, "end": {"line": 0, "character": 32}}, "text": "red"},
        {"range": {"start": {"line": 1, "character": 21}, "end": {"line": 9, "character": 0}}, "text": " It ends."},
        {"range": {"start": {"line": 0, "character": 18}, "end": {"line": 0, "character": 20}}, "text": "Oh."},
    ]
    client.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": changes})
    (found,) = client.diagnostics(uri, 2)
    assert client.text_at("Kratom is a leaf. Oh. It is\u2028red.\nKratom relieves pain. It ends.", found["range"]) == (
        "relieves pain"
    )
    assert client.stop() == 0


def test_what_was_never_opened_is_no_matter(client: Client) -> None:
    client.start()
    place = {"textDocument": {"uri": "file:///never.md", "version": 2}}
    client.notify("textDocument/didChange", place | {"contentChanges": [{"text": "Kratom relieves pain."}]})
    client.notify("textDocument/didSave", place)
    client.notify("textDocument/didClose", place)
    assert client.request("textDocument/codeLens", place) == []
    assert client.pull("file:///never.md")["items"] == []
    assert codes(client.diagnostics(client.open("a.md", "Kratom relieves pain.\n"))) == ["disease/pain"]
    assert client.stop() == 0


@pytest.mark.parametrize("given", [{"arguments": [1]}, {"arguments": []}, {}])
@pytest.mark.parametrize(("command", "count"), [("insert", 2), ("ignore", 3)])
def test_wrong_arguments_of_a_command_are_refused(client: Client, command: str, count: int, given: Json) -> None:
    client.start()
    answer = client.ask("workspace/executeCommand", {"command": f"kratom-lint.{command}", **given})
    message = f"Invalid Params: Expected {count} arguments, got {len(given.get('arguments', []))}"
    assert answer["error"] == {"code": -32602, "message": message}
    assert client.stop() == 0


@pytest.mark.parametrize("text", ["a\0b", "\ud800 relieves pain", "\ufeffKratom relieves pain.\n", "", "\n" * 1000])
def test_strange_texts_are_read_or_told_about(client: Client, text: str) -> None:
    client.start()
    diagnostics = client.diagnostics(client.open("a.md", text))
    expected = {"a\0b": ["incomplete/binary"], "\ud800 relieves pain": ["incomplete/undecodable"]}
    assert codes(diagnostics) == expected.get(text, ["disease/pain"] if "Kratom" in text else [])
    if "Kratom" in text:
        assert diagnostics[0]["range"]["start"] == {"line": 0, "character": 8}
    assert client.stop() == 0


@pytest.mark.parametrize("dies", [Client.stop, lambda client: client.process.stdin.close()])
def test_the_server_ends_with_its_client(client: Client, dies: Callable[[Client], Any]) -> None:
    client.start()
    client.open("a.md", "Kratom relieves pain.\n")
    dies(client)
    assert client.process.wait(30) == 0


def test_a_client_that_dies_within_a_message_ends_the_server(client: Client) -> None:
    client.start()
    client.raw(b'Content-Length: 900\r\n\r\n{"jsonrpc"')
    assert client.process.stdin and client.process.stdout
    client.process.stdin.close()
    assert client.process.wait(30) == 0


def test_a_document_of_five_megabytes_is_read(client: Client) -> None:
    client.start()
    text = "The leaf is green and the box is small, says our catalogue of plants.\n\n" * 70_000
    uri = client.open("big.md", text + "Kratom relieves pain.\n")
    (found,) = client.diagnostics(uri)
    assert found["range"]["start"] == {"line": 140_000, "character": 7}
    assert client.stop() == 0


def test_a_large_document_keeps_nobody_waiting(client: Client) -> None:
    client.start()
    large = "Our kratom relieves pain and is not addictive.\n\n" * 6_000
    uri = client.open("large.md", large)
    for version in range(2, 6):
        client.change(uri, large + "x" * version, version)
    assert client.diagnostics(client.open("a.md", "Kratom relieves pain.\n"))[0]["code"] == "disease/pain"
    assert [each["params"]["uri"] for each in client.kept if "Diagnostics" in each["method"]] == []
    diagnostics = client.diagnostics(uri, 5)
    assert diagnostics[0]["message"] == "7000 more findings are not shown here; `kratom-lint check` tells them all"
    assert len(diagnostics) == 5001
    place = {"textDocument": {"uri": uri}, "position": diagnostics[1]["range"]["start"]}
    assert client.request("textDocument/hover", place) is not None
    assert client.actions(uri, diagnostics[1]["range"]) == []
    assert client.stop() == 0


def test_a_large_document_is_read_once_however_often_it_is_pulled(client: Client) -> None:
    client.start(PULLS)
    large = "Our kratom relieves pain and is not addictive.\n\n" * 6_000
    uri = client.open("large.md", large)
    small = client.open("a.md", "Kratom relieves pain.\n")
    for version in range(2, 12):
        client.change(uri, large + "x" * version, version)
        asked = client.send("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        assert codes(client.pull(small)["items"]) == ["disease/pain"]
        client.notify("$/cancelRequest", {"id": asked})
    threads = Path(f"/proc/{client.process.pid}/task")
    if threads.is_dir():
        assert len(list(threads.iterdir())) <= 5  # the loop, two for its stream, one that reads, one to spare
    assert len(client.pull(uri)["items"]) == 5001
    assert client.stop() == 0


def test_stdio_is_accepted(tmp_path: Path, cache: Path) -> None:
    with Client(tmp_path, cache, "--stdio", "--clientProcessId=1") as client:
        assert client.start()["textDocumentSync"]["change"] == 1
        assert client.stop() == 0


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path) -> None:
    hide = "import sys; sys.modules['pygls'] = None; from kratom_lint.cli import main; sys.argv = ['x', 'lsp']; main()"
    done = subprocess.run([sys.executable, "-c", hide], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'the language server needs pygls; install it with `pip install "kratom-lint[lsp]"`\n'
