"""The reviewers' page in a real browser: what it shows, keeps, exports and prints, and what it refuses to run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest

from tests.repository import Repository
from tests.test_decisions import SCHEMA

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "reviewing.png"
COPY = """\
# Our leaf

A bitter leaf. It **cures** colds. It is green.

- It cures everything.
- It is a plant.

![Leaf that cures anxiety](leaf.png)
"""
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)> ${alert(4)}"
ATTACK = f"It cures colds. {HOSTILE}\n"


@pytest.fixture
def shop(repository: Repository) -> Repository:
    repository.write("shop/a.md", COPY)
    repository.write("shop/b.txt", "Leaves cure anxiety, we say.\n")
    return repository


@pytest.fixture
def tab(chromium: Any, shop: Repository) -> Iterator[Any]:
    """Return a tab of a browser that is offline, and fails the test on dialogs, errors and requests."""
    context = chromium.new_context(
        viewport={"width": 1360, "height": 900}, offline=True, reduced_motion="reduce", accept_downloads=True
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: dialog.accept() if dialog.type == "beforeunload" else wrong.append(dialog.message))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda request: wrong.append(request.url))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert [each for each in wrong if not each.startswith(("file:", "blob:"))] == []


def opened(tab: Any, shop: Repository, *arguments: str) -> Any:
    done = shop.lint("report", *(arguments or ("shop",)), "-o", "review.html")
    assert done.code == 0, done
    tab.goto((shop.folder / "review.html").as_uri())
    return tab


def visible(tab: Any) -> list[str]:
    """Return the words of the boxes that are shown as findings."""
    return [box.inner_text() for box in tab.locator("mark:not(.off, .also)").all() if box.is_visible()]


def saved(tab: Any) -> dict[str, Any]:
    tab.click("#export-button")
    with tab.expect_download() as download:
        tab.click("#download")
    assert download.value.suggested_filename == "kratom-lint-decisions.json"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text == tab.input_value("#exported")
    tab.click("#export .close")
    values: dict[str, Any] = json.loads(text)
    jsonschema.validate(values, SCHEMA)
    return values


def read(tab: Any, name: str, data: bytes) -> None:
    tab.set_input_files("#import", {"name": name, "mimeType": "application/json", "buffer": data})


def waive(tab: Any, reason: str = "Quotes the letter.") -> None:
    tab.keyboard.press("w")
    tab.fill("[name=reason]", reason)
    tab.fill("[name=approved_by]", "J. Doe")
    tab.fill("[name=expires]", "2199-01-01")
    tab.click("#waive button")


def test_findings_are_shown_one_at_a_time_and_filtered(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    assert visible(tab) == ["cures colds", "cures everything", "cures anxiety", "cure anxiety"]
    assert tab.locator(".card:visible").count() == 0
    tab.keyboard.press("n")
    assert tab.locator(".card:visible h3").all_inner_texts() == ["Says the product cures."]
    assert tab.inner_text("#status") == "Finding 1 of 4: error, Says the product cures."
    assert tab.evaluate("document.activeElement.textContent") == "cures colds"
    for text in ("No leaf cures.", "House Code 1", "Delete the sentence", "in force since 2020-01-01"):
        assert text in tab.inner_text(".card.now")
    assert tab.locator(".card.now del").first.inner_text() == " It **cures** colds."
    tab.keyboard.press("p")
    assert tab.inner_text("#position") == "4 of 4"
    tab.select_option("[name=file]", "shop/b.txt")
    assert visible(tab) == ["cure anxiety"]
    assert tab.locator(".document:visible").count() == 1
    tab.select_option("[name=file]", "")
    tab.select_option("[name=rule]", "claims/cure")
    tab.select_option("[name=place]", "xx")
    assert len(visible(tab)) == 4
    tab.uncheck("[name=severity][value=error]")
    assert visible(tab) == []
    assert tab.inner_text("#status") == "0 of 4 findings shown"
    tab.keyboard.press("n")
    assert tab.inner_text("#status") == "No finding to show"


def test_a_row_of_the_overview_chooses_its_file(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    tab.click("button.choose:has-text('shop/b.txt')")
    assert visible(tab) == ["cure anxiety"]
    tab.click("button.choose:has-text('shop/b.txt')")
    assert len(visible(tab)) == 4


def test_a_click_or_a_link_shows_what_is_boxed(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    tab.click("mark >> text=cures everything")
    assert tab.inner_text(".card.now .where") == "shop/a.md:5:6"
    tab.goto(f"{tab.url}#finding-3")
    assert tab.inner_text(".card.now .where") == "shop/a.md:8:13"


def test_what_is_decided_is_exported_applied_and_gone(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    tab.keyboard.press("n")
    tab.keyboard.press("a")
    assert tab.inner_text(".card.now .decision") == "Accepted: Delete the sentence"
    tab.keyboard.press("n")
    waive(tab)
    tab.keyboard.press("Escape")
    tab.keyboard.press("n")
    tab.keyboard.press("c")
    tab.keyboard.type('Is <b>this</b> "ours"? – 🌿')
    tab.fill("#reviewer", "J. Doe")
    assert tab.inner_text("#progress-text") == "3 of 4 decided"
    values = saved(tab)
    assert [each["decision"] for each in values["decisions"]] == ["accept", "waive", "comment"]
    assert values["decisions"][2]["comment"] == 'Is <b>this</b> "ours"? – 🌿'
    shop.write("kratom-lint-decisions.json", json.dumps(values))
    done = shop.lint("decisions", "apply", "kratom-lint-decisions.json")
    assert (done.code, done.err) == (0, "")
    assert shop.read("shop/a.md") == COPY.replace(" It **cures** colds.", "")
    day = values["decisions"][1]["waiver"]["approved_on"]
    left = shop.lint("check", "--format", "concise", "--as-of", day, "shop")
    assert [line.split()[0] for line in left.out.splitlines()] == ["shop/a.md:8:13:", "shop/b.txt:1:8:"]


def test_decisions_are_kept_taken_back_and_read_from_a_file(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    tab.keyboard.press("n")
    tab.keyboard.press("a")
    values = saved(tab)
    tab.reload()
    assert tab.inner_text("#progress-text") == "1 of 4 decided"
    tab.keyboard.press("n")
    tab.click("#undo")
    assert tab.inner_text("#progress-text") == "0 of 4 decided"
    tab.click("#export-button")
    read(tab, "d.json", json.dumps(values).encode())
    playwright.expect(tab.locator("#kept")).to_have_text("Read d.json.")
    assert tab.inner_text("#progress-text") == "1 of 4 decided"
    decision = values["decisions"][0]
    wrong: list[dict[str, Any]] = [
        {"suggestion": "Keep it"},
        {"decision": "waive"},
        {"comment": 1},
        {"fingerprint": "0"},
    ]
    others = [{**values, "decisions": [decision, decision | each]} for each in wrong]
    for number, data in enumerate((*others, {**values, "inputs": []}, {}, 1)):
        read(tab, f"{number}.json", json.dumps(data).encode())
        playwright.expect(tab.locator("#kept")).to_contain_text(f"{number}.json cannot be used")
        assert tab.inner_text("#progress-text") == "1 of 4 decided"


def test_a_waiver_needs_a_reason_a_name_and_a_day_to_come(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    tab.keyboard.press("n")
    tab.keyboard.press("w")
    tab.fill("[name=reason]", "Quoted.")
    tab.fill("[name=approved_by]", "J. Doe")
    tab.click("#waive button")
    tab.fill("[name=expires]", "2020-01-01")
    tab.click("#waive button")
    assert tab.inner_text("#progress-text") == "0 of 4 decided"
    tab.fill("[name=expires]", "2199-01-01")
    tab.fill("[name=reason]", " ")
    tab.click("#waive button")
    assert tab.inner_text("#progress-text") == "0 of 4 decided"


def test_hostile_copy_names_rules_and_memories_run_nothing(tab: Any, shop: Repository) -> None:
    shop.write("shop/a.md", ATTACK.replace("<", "\\<"))
    shop.write("shop/<img src=x onerror=alert(5)>\"'.txt", ATTACK)
    shop.write("shop/c.html", f'<p title="It cures colds &quot;onmouseover=alert(6)">It cures anxiety. {ATTACK}</p>')
    rule = shop.read("pack/claims/cure.yaml")
    shop.write("pack/claims/cure.yaml", rule.replace("why: No leaf cures.", f"why: '{HOSTILE}'"))
    opened(tab, shop)
    assert tab.locator("img, svg:not(.stripe), iframe, object, embed, [onerror], [onload], [onmouseover]").count() == 0
    assert tab.locator("script").count() == 2
    assert HOSTILE in tab.text_content("#documents")
    for _ in range(tab.locator(".card").count()):
        tab.keyboard.press("n")
        assert HOSTILE in tab.text_content(".card.now")
        waive(tab, HOSTILE)
        tab.keyboard.press("Escape")
    assert HOSTILE in tab.text_content(".card.now .decision")
    tab.evaluate("Object.keys(localStorage).forEach(key => { localStorage[key] = '{\"decisions\": [{}]}' })")
    tab.reload()
    assert tab.inner_text("#progress-text").startswith("0 of")


def test_the_policy_stops_what_gets_in_all_the_same(chromium: Any, shop: Repository) -> None:
    context = chromium.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    assert shop.lint("report", "shop", "-o", "review.html").code == 0
    page.goto((shop.folder / "review.html").as_uri())
    page.evaluate("""() => {
        const script = document.createElement("script");
        try { script.textContent = "window.ran = 1"; } catch { window.refused = 1; }
        document.body.append(script);
        document.body.append(Object.assign(document.createElement("img"), { src: "https://example.org/x.png" }));
        return fetch("https://example.org/").catch(() => { window.blocked = 1; });
    }""")
    assert page.evaluate("[window.ran, window.refused, window.blocked]") == [None, 1, 1]
    assert sum("https://example.org" in text and "Content Security Policy" in text for text in refused) >= 2
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(tab: Any, shop: Repository, scheme: str) -> None:
    shop.write("shop/c.md", "---\ntitle: How it cures colds\n---\n\nWe tell you how it cures colds, no joke.\n")
    tab.emulate_media(color_scheme=scheme)
    opened(tab, shop)
    assert tab.locator("mark.also").count() == 1
    tab.keyboard.press("n")
    tab.keyboard.press("a")
    assert barriers(tab) == []
    tab.keyboard.press("w")
    assert barriers(tab) == []
    tab.click("#export-button")
    assert barriers(tab) == []
    tab.click("#export .close")
    tab.click("#help-button")
    assert barriers(tab) == []


def barriers(tab: Any) -> list[tuple[str, list[str]]]:
    found = axe.Axe().run(tab).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def test_dark_is_dark_and_can_be_chosen(tab: Any, shop: Repository) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    tab.emulate_media(color_scheme="dark")
    opened(tab, shop)
    assert tab.evaluate(ground) == "rgb(20, 23, 26)"
    tab.click("#theme")
    assert tab.evaluate(ground) == "rgb(246, 244, 239)"


def test_single_keys_can_be_switched_off(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    tab.keyboard.press("?")
    tab.uncheck("#keys")
    tab.click("#help .close")
    tab.keyboard.press("n")
    assert tab.locator(".card:visible").count() == 0
    tab.click("#next")
    assert tab.locator(".card:visible").count() == 1


def test_all_can_be_done_by_keyboard_in_sight(tab: Any, shop: Repository) -> None:
    opened(tab, shop)
    seen = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        focus = tab.evaluate("""() => {
            const it = document.activeElement, around = it.closest("mark, .button") ?? it;
            if (it === document.body) return ["", "none"];
            return [it.id || it.textContent.trim().slice(0, 20) || it.name, getComputedStyle(around).outlineStyle];
        }""")
        seen.append(focus)
    assert [name for name, outline in seen if outline == "none" and name] == []
    assert {"help-button", "export-button", "cures colds", "next", "reviewer"} <= {name for name, _ in seen}


def test_it_prints_everything_to_be_signed(tab: Any, shop: Repository, tmp_path: Path) -> None:
    opened(tab, shop)
    tab.keyboard.press("n")
    tab.keyboard.press("a")
    tab.fill("#reviewer", "Jo Reviewer")
    tab.fill("#signed", "2026-11-24")
    tab.select_option("[name=file]", "shop/b.txt")  # what is filtered out is printed all the same
    printed = tab.pdf(path=str(tmp_path / "review.pdf"), format="A4")
    document = pypdfium2.PdfDocument(printed)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    run = json.loads(tab.text_content("#about"))["run"]
    for part in (
        "Copy review",
        "Accepted: Delete the sentence",
        "1 accepted, 0 waived, 0 commented on, 3 open, of 4 findings.",
        "Jo Reviewer",
        "It is a plant.",
        "Law as of 2026-11-22",
        "Rule book house 1.0.0",
        run["inputs"][0]["sha256"],
        run["packs"][0]["sha256"],
        "Signature",
    ):
        assert part in text, part
    assert text.count("No leaf cures.") == 4
    assert "Export decisions" not in text


def test_without_scripts_it_can_be_read(chromium: Any, shop: Repository) -> None:
    assert shop.lint("report", "shop", "-o", "review.html").code == 0
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((shop.folder / "review.html").as_uri())
    assert page.locator(".card").count() == 4
    assert page.locator(".card:visible").count() == 4
    assert page.locator(".accept:visible").count() == 0
    assert "Without scripts" in page.inner_text("#documents")
    context.close()


def test_the_picture_in_the_docs_shows_it(chromium: Any, shop: Repository, request: pytest.FixtureRequest) -> None:
    """With --accept, take it anew."""
    draft = (ROOT / "seeds/01-endocannabinoid.md").read_text(encoding="utf-8")
    shop.write("shop/endocannabinoid.md", draft)
    shop.write(".kratom-lint.yaml", "packs: [us]\nas_of: 2026-11-22\n")
    assert shop.lint("report", "shop/endocannabinoid.md", "-o", "review.html").code == 0
    page = chromium.new_page(viewport={"width": 1240, "height": 680}, reduced_motion="reduce")
    page.goto((shop.folder / "review.html").as_uri() + "#finding-6")
    page.keyboard.press("a")
    page.locator("#panel").evaluate("panel => { panel.scrollTop = 0; }")
    picture = page.screenshot()
    page.close()
    if request.config.getoption("--accept"):
        PICTURE.write_bytes(picture)
    assert PICTURE.read_bytes()[16:24] == picture[16:24]  # the same width and height
    assert 50_000 < len(picture) < 200_000
