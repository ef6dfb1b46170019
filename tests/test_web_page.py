"""The page for pasted drafts in a real browser: from the disk and offline, and from `kratom-lint serve`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kratom_lint.settings import Layer
from kratom_lint.web.desk import Desk
from kratom_lint.web.law import law_of
from kratom_lint.web.server import Server
from tests.office import docx, par, run
from tests.test_web_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.real

ROOT = Path(__file__).parent.parent
BUILT = ROOT / "browser" / "dist" / "kratom-lint.html"
SEEDS = sorted(path.name for path in (ROOT / "seeds").glob("[0-9]*.md"))
SETTLED = "#list[aria-busy=false]"
PATIENCE = 120_000
"""Milliseconds, on a machine that has much else to do."""
NAMED = "Kratom cures anxiety.\nIt comes as a powder.\n"


@pytest.fixture(scope="module")
def built() -> Path:
    """Return the page for the browser, as it was built from the sources there are."""
    parts = [path for name in ("browser", "kratom_lint", "rules") for path in (ROOT / name).rglob("*")]
    sources = [path for path in parts if path.suffix in (".py", ".js", ".css", ".html", ".yaml", ".json")]
    known = (path for path in sources if not {"node_modules", "dist"}.intersection(path.relative_to(ROOT).parts))
    newest = max(path.stat().st_mtime for path in known)
    if not BUILT.exists() or BUILT.stat().st_mtime < newest:
        pytest.skip("the page is not built from these sources; run `uv run python -m browser.build`")
    return BUILT


@pytest.fixture(scope="module")
def offline(chromium: Browser, built: Path) -> Iterator[Page]:
    """Return the page from the disk, ready, in a browser without a network."""
    context = chromium.new_context()
    context.set_offline(True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(built.as_uri())
    settled(page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(Desk(law_of(Layer(), None)), 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def served(context: BrowserContext, server: Server) -> Page:
    """Return the page that `kratom-lint serve` sends, ready."""
    page = context.new_page()
    page.goto(server.address)
    settled(page)
    return page


def settled(page: Page) -> None:
    page.wait_for_selector(SETTLED)


def write(page: Page, text: str) -> None:
    page.click("#clear", force=True) if page.is_enabled("#clear") else None
    page.fill("#draft", text)
    settled(page)


def marks(page: Page) -> list[str]:
    return page.locator("#ink mark").all_inner_texts()


def paste(page: Page, html: str, text: str = "what it says") -> str:
    """Put something on the clipboard, paste it into an empty draft, and return what the draft then holds."""
    write(page, "")
    page.locator("#draft").evaluate(
        """(draft, [html, text]) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            clipboardData.setData("text/plain", text);
            draft.focus();
            draft.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        [html, text],
    )
    settled(page)
    return page.input_value("#draft")


def command_line(*names: str) -> Any:
    """Return the JSON report of the command line on seeds."""
    command = [sys.executable, "-m", "kratom_lint", "check", "--format", "json", *(f"seeds/{name}" for name in names)]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout)


def test_findings_offline_are_those_of_the_command_line(offline: Page) -> None:
    expected = command_line(*SEEDS)
    assert len(expected["findings"]) > 100
    found = []
    for name in SEEDS:
        question = {"text": (ROOT / "seeds" / name).read_text(encoding="utf-8"), "name": name}
        report = offline.evaluate("question => kratomLint.check(question)", question)["report"]
        assert (report["packs"], report["run"]["as_of"]) == (expected["packs"], expected["run"]["as_of"])
        assert report["incomplete"] == []
        found += report["findings"]
    for finding in (*found, *expected["findings"]):
        finding["path"] = Path(finding["path"]).name
        del finding["suggestions"]  # worked out when they are asked for
    assert found == expected["findings"]


def test_suggestions_offline_are_those_of_the_command_line(offline: Page) -> None:
    name = SEEDS[-1]
    text = (ROOT / "seeds" / name).read_text(encoding="utf-8")
    expected = command_line(name)["findings"]
    assert len(expected) > 5
    for finding in expected:
        question = {"text": text, "name": name, "fingerprint": finding["fingerprint"]}
        answer = offline.evaluate("question => kratomLint.suggest(question)", question)
        assert answer["suggestions"] == finding["suggestions"], finding["rule"]


def test_a_file_is_opened_with_its_findings_marked(offline: Page) -> None:
    name = SEEDS[1]
    offline.set_input_files("#file", ROOT / "seeds" / name)
    offline.wait_for_selector("#ink mark")
    settled(offline)
    expected = command_line(name)["findings"]
    assert offline.locator("details.finding").count() == len(expected)
    assert offline.locator("#status").inner_text() == f"{len(expected)} findings."
    assert "law as of" in offline.inner_text("#rules")
    assert offline.locator("details.finding .rule").first.inner_text() == expected[0]["rule"]


def test_marks_follow_the_text_as_it_is_typed(offline: Page) -> None:
    write(offline, "🌿 Kratom cures anxiety.")
    assert marks(offline) == ["cures anxiety"]
    offline.locator("#draft").press("Control+Home")
    offline.keyboard.type("Yes: ")
    settled(offline)
    assert marks(offline) == ["cures anxiety"]
    offline.locator("#draft").press("Control+End")
    offline.keyboard.type(" It is safe.")
    settled(offline)
    assert marks(offline) == ["cures anxiety", "is safe"]


def test_a_finding_is_chosen_in_the_text_or_by_keys_and_its_suggestion_used_and_undone(offline: Page) -> None:
    write(offline, NAMED)
    offline.locator("#draft").press("Control+Home")
    offline.keyboard.press(["ArrowRight", "ArrowRight"][0])
    offline.keyboard.press("F8")
    card = offline.locator("details.finding[open]")
    assert card.count() == 1
    assert offline.locator("#ink mark.chosen").inner_text() == "cures anxiety"
    assert card.locator(".law a").first.get_attribute("rel") == "noopener noreferrer"
    assert card.locator(".offer del").first.inner_text().strip() == "Kratom cures anxiety."
    card.locator(".offer button").first.click()
    settled(offline)
    assert "cures" not in offline.input_value("#draft")
    assert "cures anxiety" not in marks(offline)
    offline.locator("#draft").press("Control+z")
    settled(offline)
    assert offline.input_value("#draft") == NAMED
    assert marks(offline)[0] == "cures anxiety"


def test_a_click_on_a_claim_opens_its_finding(offline: Page) -> None:
    write(offline, NAMED)
    box = offline.locator("#ink mark").first.bounding_box()
    assert box is not None
    offline.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert offline.inner_text("details.finding[open] .quote") == "cures anxiety"
    offline.click("details.finding[open] summary")
    assert offline.locator("details.finding[open]").count() == 0


def test_what_is_dropped_is_opened(offline: Page) -> None:
    drop = """([name, text]) => {
        const dataTransfer = new DataTransfer();
        if (name) dataTransfer.items.add(new File([text], name));
        else dataTransfer.setData("text/plain", text);
        for (const type of ["dragenter", "dragover", "drop"])
            document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }"""
    offline.evaluate(drop, ["page.html", "<p>Kratom is <i>safe</i>."])
    offline.wait_for_selector("text=page.html is open.")
    settled(offline)
    assert marks(offline) == ["is ", "safe"]
    offline.evaluate(drop, ["", NAMED])
    settled(offline)
    assert (offline.input_value("#draft"), marks(offline)) == (NAMED, ["cures anxiety"])
    assert offline.locator("#veil").is_hidden()


def test_findings_are_shown_by_severity(offline: Page) -> None:
    write(offline, NAMED)
    errors = offline.locator("#filters button.error")
    before = offline.locator("details.finding").count()
    errors.click()
    assert errors.get_attribute("aria-pressed") == "false"
    assert offline.locator("details.finding.error").count() == 0
    assert marks(offline) == []
    errors.click()
    assert offline.locator("details.finding").count() == before


def test_what_it_is_about_and_whose_law_can_be_said(offline: Page) -> None:
    write(offline, "It cures anxiety.")
    assert offline.inner_text(".hint").startswith("The draft names no product, so 1 claim about one is left alone.")
    assert offline.locator(".nothing").count() == 0
    offline.click(".hint button")
    settled(offline)
    assert marks(offline) == ["cures anxiety"]
    offline.select_option("#place", "us-al")
    offline.select_option("#product", "")
    write(offline, "Buy kratom here: red leaf, 20 dollars.")
    assert any(rule.startswith("ban/") for rule in offline.locator("details.finding .rule").all_inner_texts())
    assert "us-states" in offline.inner_text("#rules")
    offline.select_option("#place", "")
    settled(offline)


def test_a_formula_is_no_text(offline: Page) -> None:
    write(offline, "Kratom, of which $cures_{anxiety}$ is taken, costs $20, relieves pain, and was $30.")
    offline.select_option("#format", "markdown")
    settled(offline)
    assert (marks(offline), offline.locator(".hint").count()) == (["relieves pain"], 0)
    offline.select_option("#format", "")
    settled(offline)


def test_what_another_window_copied_is_pasted_with_the_keys(offline: Page, chromium: Browser) -> None:
    other = chromium.new_page()
    other.set_content("<textarea>Kratom \U0001f33f *cures*\nanxiety.</textarea>")
    other.locator("textarea").press("Control+a")
    other.keyboard.press("Control+c")
    other.close()
    write(offline, "Leaf. ")
    offline.bring_to_front()
    offline.locator("#draft").press("Control+End")
    offline.keyboard.press("Control+v")
    offline.wait_for_selector("#ink mark")
    settled(offline)
    assert offline.input_value("#draft") == "Leaf. Kratom \U0001f33f *cures*\nanxiety."
    assert marks(offline) == ["cures*", "anxiety"]
    offline.keyboard.press("Control+z")
    settled(offline)
    assert (offline.input_value("#draft"), marks(offline)) == ("Leaf. ", [])


WORD = """<html><head><style>p {color: red}</style></head><body><!--StartFragment-->
<h1>Morning&nbsp; leaf<o:p></o:p></h1>
<p class=MsoNormal>Kratom <b>helps</b> with:<del> <i>nothing</i></del><span style='mso-hide:all'>hidden</span></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>back pain</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>sleep</p>
<table><tr><td><p class=MsoNormal>Strain</p></td><td><p class=MsoNormal>Use|dose</p></td></tr>
<tr><td>Red</td><td>evening</td></tr></table><p class=MsoNormal>1 * 2 &lt;3</p><!--EndFragment--></body></html>"""


def test_form_pasted_from_word_becomes_markdown(offline: Page) -> None:
    assert paste(offline, WORD) == (
        "# Morning leaf\n\nKratom **helps** with:\n\n- back pain\n- sleep\n\n"
        "| Strain | Use\\|dose |\n| --- | --- |\n| Red | evening |\n\n1 \\* 2 \\<3\n"
    )
    assert offline.input_value("#format") == "markdown"
    assert marks(offline) == ["back pain", "sleep"]


def test_form_pasted_from_google_docs_becomes_markdown(offline: Page) -> None:
    html = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span>Why red
      leaf</span></h2><p><span style="font-weight:700">Kratom</span><span> and </span><a href="https://example.com/a_b"
      ><span>more</span></a><br>second line</p><ol><li><p><span>one</span></p></li><ul><li>nested</li></ul><li>two</li>
      </ol></b>"""
    assert paste(offline, html) == (
        "## Why red leaf\n\n**Kratom** and [more](<https://example.com/a_b>)\\\nsecond line\n\n"
        "1. one\n  - nested\n2. two\n"
    )


@pytest.mark.parametrize(
    "claim",
    [
        "<p>Kratom cures<o:p></o:p> anxiety</p>",
        "<p>Kratom <st1:place>cures</st1:place> anxiety</p>",
        "<p><a href='javascript:document.title=1'>Kratom</a> cures anxiety</p>",
        "<math><mtext><style><img src=x onerror='document.title=2'></style></mtext></math><p>Kratom cures anxiety</p>",
        "<svg onload='document.title=3'><foreignObject><p>Kratom cures anxiety</p></foreignObject></svg>",
        "<template><img src=x onerror='document.title=4'></template><p>Kratom cures anxiety</p>",
        "<style>@import 'https://example.com/';</style><p style='background:url(//example.com)'>Kratom cures anxiety",
    ],
)
def test_a_claim_in_odd_or_hostile_form_is_found_and_nothing_runs(offline: Page, claim: str) -> None:
    asked: list[str] = []
    offline.on("request", lambda request: asked.append(request.url))
    assert paste(offline, f"<h1>Leaf</h1>{claim}") == "# Leaf\n\nKratom cures anxiety\n"
    assert (marks(offline), offline.title(), asked) == (["cures anxiety"], "Check a draft – kratom-lint", [])


@pytest.mark.parametrize(
    "units",
    [
        [0xD800, 0x20, 0xDC00, 0xD83D],
        [0x202E, 0x67, 0x6E, 0x202C, 0x2066, 0x78, 0x2069],
        [0x00, 0x20, 0x01, 0x7F, 0xFEFF, 0xFFFF],
    ],
    ids=["lone-surrogates", "overrides-of-direction", "controls"],
)
def test_a_claim_after_what_is_hardly_text_is_marked_at_its_words(offline: Page, units: list[int]) -> None:
    write(offline, "")
    offline.locator("#draft").evaluate(  # by UTF-16 units, of which some are no text that could be sent there
        """(draft, units) => {
            draft.value = `Leaf ${String.fromCharCode(...units)} tea. Kratom cures anxiety.`;
            draft.dispatchEvent(new Event("input"));
        }""",
        units,
    )
    offline.wait_for_selector("#ink mark")
    settled(offline)
    assert marks(offline) == ["cures anxiety"]
    assert offline.locator(".trouble").count() == 0
    held = offline.evaluate("document.querySelector('#draft').value.split('').map((each) => each.charCodeAt(0))")
    assert held[5 : 5 + len(units)] == units


def test_five_megabytes_are_kept_and_told_and_the_next_draft_is_checked(offline: Page) -> None:
    write(offline, "")
    length = offline.locator("#draft").evaluate(
        """(draft) => {
            draft.value = "Kratom cures anxiety. ".repeat(240_000);
            draft.dispatchEvent(new Event("input"));
            return draft.value.length;
        }"""
    )
    offline.wait_for_selector(".trouble")
    assert "the draft has 5,280,000 characters, 1,000,000 is the most" in offline.inner_text(".trouble")
    assert length == offline.evaluate("document.querySelector('#draft').value.length") == 5_280_000
    write(offline, "Kratom cures anxiety.")
    offline.wait_for_selector("#ink mark")
    assert (marks(offline), offline.locator(".trouble").count()) == (["cures anxiety"], 0)


def test_what_came_with_form_is_copied_with_form(offline: Page) -> None:
    paste(offline, "<h1>Red <b>leaf</b></h1><ul><li>one</li></ul>")
    offline.click("#copy")
    offline.wait_for_selector("text=Copied")
    offline.click("#clear")
    offline.locator("#draft").press("Control+v")
    settled(offline)
    assert offline.input_value("#draft") == "# Red **leaf**\n\n- one\n"
    assert offline.inner_text("#note") == "Pasted with its headings, lists and tables, written as Markdown."


def test_text_without_form_and_hostile_form_are_pasted_as_text(offline: Page) -> None:
    html = "<div style='font-family: monospace'><span># Kratom</span></div>"
    assert paste(offline, html, "# Kratom\n") in ("", "# Kratom\n")
    hostile = (
        "<h1>a<img src=x onerror='document.title=1'></h1><script>document.title=2</script><iframe src=//a.b></iframe>"
    )
    assert paste(offline, hostile) == "# a\n"
    write(
        offline,
        "Kratom cures anxiety <img src=x onerror='document.title=3'>\n</textarea><script>document.title=4</script>",
    )
    assert offline.title() == "Check a draft – kratom-lint"
    assert offline.locator("main img, main script, main iframe").count() == 0


def test_word_and_html_files_are_opened_and_what_is_no_file_is_told(offline: Page, tmp_path: Path) -> None:
    word = tmp_path / "page.docx"
    word.write_bytes(docx(par(run("Kratom cures anxiety.")) + par(run("A leaf."))))
    offline.set_input_files("#file", word)
    offline.wait_for_selector("text=page.docx: its text, without its looks.")
    settled(offline)
    assert offline.input_value("#draft") == "Kratom cures anxiety.\n\nA leaf.\n"
    html = tmp_path / "page.html"
    html.write_text("<p>Kratom <b>cures</b> anxiety.")
    offline.set_input_files("#file", html)
    offline.wait_for_selector("text=page.html is open.")
    settled(offline)
    assert offline.inner_text("#said") == "31 characters, read as HTML"
    assert marks(offline) == ["cures", " anxiety"]
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no")
    offline.set_input_files("#file", broken)
    offline.wait_for_selector(".trouble")
    assert offline.inner_text(".trouble").startswith("Not all of it was checked")
    offline.select_option("#format", "")
    write(offline, "")


class Listener(BaseHTTPRequestHandler):
    """Notes that somebody called."""

    calls: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    do_POST = do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


ATTEMPTS = """async (base) => {
  const tried = {};
  const attempt = async (name, act) => {
    try { tried[name] = String(await act()); } catch (error) { tried[name] = "refused"; }
  };
  const outcome = (element, add) => new Promise((resolve) => {
    element.onload = element.onopen = () => resolve("sent");
    element.onerror = () => resolve("refused");
    setTimeout(() => resolve("refused"), 3000);
    add?.(element);
  });
  await attempt("fetch", () => fetch(base + "fetch", { mode: "no-cors" }));
  await attempt("request", () => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.onload = () => resolve("sent");
    request.onerror = () => resolve("refused");
    request.open("GET", base + "request");
    request.send();
  }));
  await attempt("socket", () => outcome(new WebSocket(base.replace("http", "ws") + "socket")));
  await attempt("events", () => outcome(new EventSource(base + "events")));
  await attempt("program", () => import(base + "program"));
  if (self.document) {
    await attempt("image", () => outcome(Object.assign(new Image(), { src: base + "image" })));
    const add = (element) => document.body.append(element);
    for (const [tag, values] of Object.entries({
      script: { src: base + "script" },
      link: { rel: "stylesheet", href: base + "style" },
      object: { data: base + "object" },
      audio: { src: base + "audio" },
    })) await attempt(tag, () => outcome(Object.assign(document.createElement(tag), values), add));
    // A frame tells "loaded" of the page that says it was refused.
    await attempt("iframe", () => {
      add(Object.assign(document.createElement("iframe"), { src: base + "iframe" }));
      return "refused";
    });
    await attempt("beacon", () => { navigator.sendBeacon(base + "beacon", "text"); return "refused"; });
    const form = Object.assign(document.createElement("form"), { action: base + "form", method: "post" });
    document.body.append(form);
    await attempt("form", () => { form.submit(); return "refused"; });
    await attempt("inline", () => {
      document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 'ran'" }));
      return document.title === "ran" ? "ran" : "refused";
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  return tried;
}"""


def test_every_attempt_to_reach_the_network_is_refused_by_the_browser(context: BrowserContext, built: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        base = f"http://127.0.0.1:{listener.server_port}/"
        page = context.new_page()
        page.goto(base)
        assert Listener.calls[0] == "/"  # it does listen
        page.goto(built.as_uri())
        settled(page)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        Listener.calls.clear()
        (worker,) = page.workers
        tried = {"page": page.evaluate(ATTEMPTS, base), "worker": worker.evaluate(ATTEMPTS, base)}
        listener.shutdown()
        thread.join()
    assert {name: outcome for where in tried.values() for name, outcome in where.items() if outcome != "refused"} == {}
    assert len(tried["page"]) == 14 and len(tried["worker"]) == 5
    assert Listener.calls == []
    assert any("Content Security Policy" in line for line in said)


def test_too_long_a_draft_is_kept_and_told(served: Page) -> None:
    long = "Kratom cures anxiety. " * 50_000
    served.locator("#draft").evaluate(
        "(draft, text) => { draft.value = text; draft.dispatchEvent(new Event('input')); }", long
    )
    served.wait_for_selector(".trouble")
    assert "the draft has 1,100,000 characters, 1,000,000 is the most" in served.inner_text(".trouble")
    assert served.evaluate("document.querySelector('#draft').value.length") == len(long)


def test_thousands_of_findings_are_shown_as_far_as_anybody_reads(served: Page) -> None:
    served.fill("#draft", "Kratom cures anxiety. " * 3000)
    served.wait_for_selector("text=2,000 more findings after these.")
    assert served.locator("details.finding").count() == 1001
    assert len(marks(served)) == 3000


def test_the_served_page_is_the_same_page(served: Page, server: Server) -> None:
    served.fill("#draft", NAMED)
    served.wait_for_selector("#ink mark")
    settled(served)
    assert marks(served) == ["cures anxiety"]
    served.keyboard.press("F8")
    served.locator(".offer button").first.click()
    settled(served)
    assert "cures" not in served.input_value("#draft")
    assert served.workers == []
    assert served.inner_text("#privacy-title") == "Stays on this computer"


def test_the_served_page_without_its_token_says_what_to_do(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(server.address.partition("#")[0])
    settled(page)
    assert "open the address that kratom-lint serve printed" in page.inner_text(".trouble")


def test_a_server_that_is_gone_is_told(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    with serving(tmp_path, "--port", "0") as process:
        assert process.stdout is not None
        page.goto(process.stdout.readline().strip())
        settled(page)
        process.send_signal(signal.SIGINT)
    page.fill("#draft", NAMED)
    page.wait_for_selector(".trouble")
    assert "kratom-lint serve does not answer" in page.inner_text(".trouble")
    assert page.input_value("#draft") == NAMED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 420])
def test_it_is_accessible(chromium: Browser, server: Server, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 820}, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(server.address)
    settled(page)
    empty = axe.run(page).response["violations"]
    page.click("#sample")
    page.wait_for_selector("#ink mark")
    settled(page)
    page.keyboard.press("F8")
    page.wait_for_selector(".offer")
    page.click("#privacy summary")
    full = axe.run(page).response["violations"]
    context.close()
    seen = [(each["id"], [node["html"] for node in each["nodes"]]) for each in (*empty, *full)]
    assert seen == []
