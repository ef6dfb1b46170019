"""Audit bundles: what is in them, and that making them again gives the same bytes."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.repository import Done, Repository

COPY = "# Kratom\n\nKratom cures colds.\n\nIt cures anxiety.\n"
WAIVERS = """\
waivers:
  - rule: claims/cure
    path: shop/a.md
    reason: Quoted.
    approved_by: J. Doe
    approved_on: 2026-11-01
    expires: 2027-01-01
"""


@pytest.fixture
def shop(repository: Repository) -> Repository:
    repository.write("shop/a.md", COPY)
    repository.write("shop/b.md", COPY)
    assert repository.lint("baseline", "create").code == 0
    repository.write("shop/b.md", COPY + "\nIt cures everything.\n")
    repository.write("kratom-lint-waivers.yaml", WAIVERS)
    return repository


def replayed(shop: Repository, folder: str = "audit", inside: str = ".") -> Done:
    return shop.lint("report", "--replay", folder, inside=inside)


def files(shop: Repository, folder: str) -> dict[str, bytes]:
    top = shop.folder / folder
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def test_a_bundle_says_what_was_checked_how_and_what_came_of_it(shop: Repository) -> None:
    done = shop.lint("report", "--audit", "audit")
    assert (done.code, done.out, done.err) == (0, "audit: 2 files checked as of 2026-11-22\n", "")
    bundle = files(shop, "audit")
    settings = [
        ".kratom-lint.yaml",
        "kratom-lint-baseline.json",
        "kratom-lint-waivers.yaml",
        "pack/authorities.yaml",
        "pack/claims/cure.yaml",
        "pack/claims/warning.yaml",
        "pack/pack.yaml",
    ]
    assert list(bundle) == [*(f"files/{path}" for path in settings), "manifest.json", "report.json"]
    manifest = json.loads(bundle["manifest.json"])
    assert [entry["path"] for entry in manifest["settings"]] == settings
    assert [entry["path"] for entry in manifest["inputs"]] == ["shop/a.md", "shop/b.md"]
    assert (manifest["as_of"], manifest["exit_code"], manifest["packs"][0]["id"]) == ("2026-11-22", 1, "house")
    found = json.loads(bundle["report.json"])["findings"]
    assert [(each["path"], each["match"], each["baseline"], each["waiver"] is not None) for each in found] == [
        ("shop/a.md", "cures colds", "new", True),
        ("shop/a.md", "cures anxiety", "new", True),
        ("shop/b.md", "cures colds", "known", False),
        ("shop/b.md", "cures anxiety", "known", False),
        ("shop/b.md", "cures everything", "new", False),
    ]
    assert str(shop.folder).encode() not in b"".join(bundle.values())


def test_made_again_it_is_the_same(shop: Repository) -> None:
    assert shop.lint("report", "--audit", "one", "--select", "claims/cure", "shop").code == 0
    assert shop.lint("report", "--audit", "two", "--select", "claims/cure", "shop").code == 0
    assert files(shop, "one") == files(shop, "two")
    done = replayed(shop, "one")
    assert (done.code, done.out) == (0, "the same again, byte by byte: 2 files as of 2026-11-22\n")


def test_with_its_texts_it_can_be_replayed_anywhere_and_later(shop: Repository) -> None:
    assert shop.lint("report", "--audit", "audit", "--with-texts").code == 0
    elsewhere = shop.folder.parent / f"{shop.folder.name}-elsewhere"
    shutil.copytree(shop.folder / "audit", elsewhere)
    shutil.rmtree(shop.folder / "shop")
    done = replayed(shop, str(elsewhere))
    assert (done.code, done.out) == (0, "the same again, byte by byte: 2 files as of 2026-11-22\n")


def test_what_is_no_longer_as_it_was_is_told_by_name(shop: Repository) -> None:
    assert shop.lint("report", "--audit", "audit").code == 0
    shop.write("shop/a.md", COPY + "\n")
    (shop.folder / "kratom-lint-waivers.yaml").unlink()
    done = replayed(shop)
    assert (done.code, done.err.splitlines()) == (
        2,
        [
            "kratom-lint-waivers.yaml: gone or unreadable",
            "shop/a.md: not as it was",
            "no replay: what it is about is no longer as it was",
        ],
    )


def test_a_report_that_was_touched_differs(shop: Repository) -> None:
    assert shop.lint("report", "--audit", "audit").code == 0
    shop.write("audit/report.json", shop.read("audit/report.json").replace("cures everything", "cures nothing"))
    shop.write("audit/more.txt", "")
    done = replayed(shop)
    assert (done.code, done.out) == (1, "more.txt: differs\nreport.json: differs\n")


def test_an_audit_is_no_copy(shop: Repository) -> None:
    before = shop.lint("check", "--format", "concise").out
    assert shop.lint("report", "--audit", "audits/one", "--with-texts").code == 0
    shop.write("audits/manifest.json", '{"text": "Kratom cures anxiety."}')
    done = shop.lint("check", "--format", "concise", "--verbose")
    assert "audits/one/files/shop/a.md: left out: a file of kratom-lint's own\n" in done.err
    added = [line for line in done.out.splitlines() if line not in before.splitlines()]
    assert [line.split(":")[0] for line in added] == ["audits/manifest.json"]


def test_an_audit_is_not_overwritten(shop: Repository) -> None:
    assert shop.lint("report", "--audit", "audit").code == 0
    before = files(shop, "audit")
    done = shop.lint("report", "--audit", "audit")
    assert (done.code, done.err) == (
        2,
        "audit: it is there already; an audit is not overwritten, choose another place\n",
    )
    assert files(shop, "audit") == before


def test_what_could_not_be_checked_is_in_the_audit_too(shop: Repository) -> None:
    (shop.folder / "shop" / "c.md").write_bytes(b"Kratom\0")
    done = shop.lint("report", "--audit", "audit", "shop")
    assert done.code == 2
    assert done.err.startswith("shop/c.md: not checked (binary): ")
    assert json.loads(shop.read("audit/report.json"))["incomplete"][0]["path"] == "shop/c.md"
    assert replayed(shop).code == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--audit", "audit", "gone.md"], "gone.md: missing: no such file or folder; check the path\n"),
        (["--replay", "shop"], "shop/manifest.json: this is no audit; name a folder that `report --audit` made\n"),
    ],
)
def test_bad_input_is_told(shop: Repository, arguments: list[str], expected: str) -> None:
    done = shop.lint("report", *arguments)
    assert (done.code, done.err) == (2, expected)
    assert not (shop.folder / "audit").exists()


def test_a_bundle_of_another_version_is_left_to_it(shop: Repository) -> None:
    assert shop.lint("report", "--audit", "audit").code == 0
    manifest = json.loads(shop.read("audit/manifest.json"))
    manifest["tool"]["version"] = "9.9"
    shop.write("audit/manifest.json", json.dumps(manifest))
    done = replayed(shop)
    assert done.code == 2
    assert done.err.startswith("audit/manifest.json: kratom-lint 9.9 made it and this is ")


def test_an_audit_is_about_one_folder(shop: Repository) -> None:
    done = shop.lint("report", "--audit", "audit", inside="shop")
    assert (done.code, done.err) == (
        2,
        "../.kratom-lint.yaml: an audit is about one folder; run it in the one that holds this file, too\n",
    )
