"""Rule files that are wrong are told of with place and remedy, all at once; good ones load from anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kratom_lint import Rulebook, RuleError, lint_text, load_rulebook
from kratom_lint.rulebook import cache
from kratom_lint.rulebook.files import pack_folders, shipped_rules, signature, yaml_files
from kratom_lint.rulebook.loader import load

PACK = "name: house\nversion: 1.0.0\njurisdiction: house\n"
LAW = """\
law:
  citation: House rule 1
  title: No cures
  url: https://example.com/law
  jurisdiction: house
  in_force: 2020-01-01
  confidence: V1
  checked: 2026-01-01
"""
RULE = """\
summary: Says it cures.
severity: error
claim: express
authority: [law]
why: It does not.
match:
  - 'cures {thing}'
suggest:
  - delete: sentence
examples:
  flag: ['Kratom [[cures colds]].', 'It [[cures colds]]', '[[Cures colds]].', 'Cup [[cures colds]]', '[[Cures coughs]]']
  pass: [Kratom is a tree., It cures nothing., A leaf., A cup., Cured meat.]
"""
THING = "summary: Things.\nnouns: [cold, cough]\n"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("KRATOM_LINT_CACHE_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def pack(tmp_path: Path, **files: str) -> Path:
    """Write the pack, with these files in place of or besides the good ones (`__` in a name stands for `/`)."""
    folder = tmp_path / "house"
    contents = {
        "pack": PACK,
        "authorities": LAW,
        "claims__cure": RULE,
        "terms__thing": THING,
    } | files
    for name, text in contents.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(RuleError) as error:
        load_rulebook([folder])
    return str(error.value).splitlines()


def test_a_good_pack_loads_and_is_found_by_path(tmp_path: Path) -> None:
    book = load_rulebook([pack(tmp_path)])
    assert [rule.id for rule in book.rules] == ["claims/cure"]
    assert book.packs[0].id == "house"
    assert book.status("claims/cure") == "active"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            ("severity: error", "severty: error"),
            "house/claims/cure.yaml:2:1: unknown key 'severty'; did you mean 'severity'?",
        ),
        (("claim: express\n", ""), "house/claims/cure.yaml:1:1: key 'claim' is missing; add it"),
        (("why: It", "summary: Again\nwhy: It"), "house/claims/cure.yaml:5:1: key 'summary' is there twice; keep one"),
        (
            ("error\n", "fatal\n"),
            "house/claims/cure.yaml:2:11: 'severity' cannot be 'fatal'; known: error, info, warning",
        ),
        (("[law]", "[lwa]"), "house/claims/cure.yaml:4:13: unknown authority 'lwa'; did you mean 'law'?"),
        (("{thing}", "{thin}"), "house/claims/cure.yaml:7:12: no term 'thin'; did you mean 'thing'?"),
        (
            ("'cures {thing}'", "'... cures'"),
            "house/claims/cure.yaml:7:6: a gap needs words on both sides; mend the pattern",
        ),
        (("'cures {thing}'", "{regex: '(a'}"), "not a regular expression"),
        (("delete: sentence", "delete: page"), "house/claims/cure.yaml:9:13: 'delete' cannot be 'page'"),
        (("delete: sentence", "soften: it"), "a suggestion starts with one of delete, replace, insert, advise"),
        (
            ("suggest:", "context: {hedged: skip}\nsuggest:"),
            "'hedged' never makes a claim lawful, so it cannot be skipped",
        ),
        (("suggest:", "context: {hegded: flag}\nsuggest:"), "unknown context 'hegded'; did you mean 'hedged'?"),
        ((", Cured meat.]", "]"), "4 examples under 'pass'; write at least 5"),
        (("why: It does not.", "why: [unclosed"), "not valid YAML"),
    ],
)
def test_a_fault_in_a_rule_says_where_and_what_to_do(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    assert change[0] in RULE
    found = faults(pack(tmp_path, claims__cure=RULE.replace(*change)))
    assert any(fault in line for line in found), found


def test_all_faults_of_a_run_are_told_at_once(tmp_path: Path) -> None:
    folder = pack(
        tmp_path,
        claims__cure=RULE.replace("{thing}", "{thin}").replace("express", "expres"),
        terms__thing="summary: Things.\nnouns: [cold]\nverb: [x]\n",
        authorities=LAW.replace("V1", "V9").replace("2020-01-01", "soon"),
    )
    found = faults(folder)
    assert len(found) == 6
    assert all(line.startswith("house/") for line in found)


def test_a_term_may_not_include_itself_or_what_is_not_there(tmp_path: Path) -> None:
    found = faults(pack(tmp_path, terms__thing="summary: T.\ninclude: [thing, nope]\nnouns: [cold, cough]\n"))
    assert found[0] == "house/terms/thing.yaml:2:11: term 'thing' includes itself; break the circle"
    assert found[1].startswith("house/terms/thing.yaml:2:18: no term 'nope'")


def test_weak_authority_carries_no_error(tmp_path: Path) -> None:
    found = faults(pack(tmp_path, authorities=LAW.replace("V1", "GK")))
    assert "severity 'error' needs an authority of confidence V1 or V2" in found[0]


def test_a_rule_that_fails_its_own_examples_does_not_load(tmp_path: Path) -> None:
    found = faults(pack(tmp_path, claims__cure=RULE.replace("Cured meat.", "Kratom cures colds.")))
    assert found == [
        "house/claims/cure.yaml:12:1: in 'Kratom cures colds.' found 'cures colds', marked nothing; mend one of them"
    ]


def test_a_pack_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(RuleError, match=r"nowhere: no such pack or folder; known: .*\bus\b"):
        load_rulebook(["nowhere"])


def test_a_pack_may_extend_another(tmp_path: Path) -> None:
    base = pack(tmp_path)
    child = tmp_path / "child"
    child.mkdir()
    (child / "pack.yaml").write_text(f"name: child\nversion: 1\njurisdiction: house\nextends: {base}\n")
    assert [info.id for info in load_rulebook([child]).packs] == ["house", "child"]


def test_a_book_from_the_cache_is_the_same_book(tmp_path: Path, own_cache: Path) -> None:
    folder = pack(tmp_path)
    fresh = load_rulebook([folder])
    kept = list(own_cache.glob("*.book"))
    assert len(kept) == 1
    again = load_rulebook([folder])
    assert again.rules == fresh.rules
    assert again.authorities == fresh.authorities
    assert again.cues == fresh.cues
    assert again.matcher.index == fresh.matcher.index
    assert again.cue_matcher.index == fresh.cue_matcher.index


def test_a_damaged_or_foreign_cache_entry_is_built_anew(tmp_path: Path, own_cache: Path) -> None:
    folder = pack(tmp_path)
    load_rulebook([folder])
    (entry,) = own_cache.glob("*.book")
    good = entry.read_bytes()
    for bad in (b"", b"nonsense", good[:-1], good[:40] + b"\0" + good[41:]):
        entry.write_bytes(bad)
        assert [rule.id for rule in load_rulebook([folder]).rules] == ["claims/cure"]
        assert cache.fetch(entry.stem) is not None


def test_an_unwritable_cache_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KRATOM_LINT_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert load_rulebook([pack(tmp_path)]).rules


def test_a_changed_rule_is_seen_at_once(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    assert load_rulebook([folder]).rules[0].summary == "Says it cures."
    (folder / "claims" / "cure.yaml").write_text(RULE.replace("Says it cures", "Promises a cure"), encoding="utf-8")
    assert load_rulebook([folder]).rules[0].summary == "Promises a cure."


def test_a_law_to_come_makes_a_rule_upcoming(tmp_path: Path) -> None:
    folder = pack(
        tmp_path, authorities=LAW.replace("in_force: 2020-01-01", "in_force: 2030-01-01\n  until: 2031-01-01")
    )
    book = load_rulebook([folder], as_of="2026-11-22")
    assert book.status("claims/cure") == "upcoming"
    assert book.configured(as_of="2030-06-01").status("claims/cure") == "active"
    assert book.configured(as_of="2031-01-01").status("claims/cure") == "expired"


def test_the_shipped_rules_are_found_and_signed() -> None:
    folders = pack_folders(["us", shipped_rules() / "us"])
    assert folders == [shipped_rules() / "us"]
    assert len(signature(folders[0])) == 64
    assert isinstance(load(folders), Rulebook)
    assert cache.key_of(["a"]) != cache.key_of(["b"])


def child(tmp_path: Path, changes: str, extends: bool = True) -> Path:
    base = pack(tmp_path)
    folder = tmp_path / "child"
    folder.mkdir()
    more = f"extends: {base}\n" if extends else ""
    (folder / "pack.yaml").write_text(f"name: child\nversion: 1\njurisdiction: house\n{more}")
    (folder / "changes.yaml").write_text(changes)
    return folder


def test_a_pack_may_change_what_it_extends(tmp_path: Path) -> None:
    changes = """\
claims/cure:
  severity: warning
  match: {add: ['heals {thing}']}
  unless: {add: ['cures {thing} , so they say']}
  examples:
    flag: {add: ['Kratom [[heals fevers]].'], remove: ['[[Cures coughs]]']}
    pass: {add: ['It cures colds, so they say.', Cures coughs.]}
terms:
  thing:
    nouns: {add: [fever], remove: [cough]}
"""
    book = load_rulebook([child(tmp_path, changes)])
    (rule,) = book.rules
    assert (rule.pack, rule.severity, rule.match) == ("house", "warning", ("cures {thing}", "heals {thing}"))
    assert [finding.match for finding in lint_text("Kratom heals fevers and cures coughs.", rulebook=book)] == [
        "heals fevers"
    ]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ("claims/cur: {severity: info}\n", "1:13: it changes no rule 'claims/cur'; did you mean 'claims/cure'?"),
        ("terms: {think: {words: {add: [a]}}}\n", "1:16: it changes no term 'think'; did you mean 'thing'?"),
        ("claims/cure: {severity: warn}\n", "1:25: 'severity' cannot be 'warn'; did you mean 'warning'?"),
        (
            "claims/cure: {summary: No.}\n",
            "1:15: 'summary' cannot be changed; known: examples, match, severity, unless",
        ),
        (
            "claims/cure: {match: {remove: ['cure {thing}']}}\n",
            "1:33: no entry 'cure {thing}' to remove; did you mean 'cures {thing}'?",
        ),
        (
            "claims/cure: {match: {add: ['cures {thing}']}}\n",
            "1:30: entry 'cures {thing}' is there already; leave it out",
        ),
        ("claims/cure: {match: {more: [a]}}\n", "1:23: unknown key 'more'; known: add, remove"),
        ("claims/cure: {match: [a]}\n", "1:22: say which entries to `add` or `remove`"),
    ],
)
def test_a_change_of_what_is_not_there_is_told(tmp_path: Path, changes: str, fault: str) -> None:
    with pytest.raises(RuleError) as told:
        load_rulebook([child(tmp_path, changes)])
    assert f"child/changes.yaml:{fault}" in str(told.value)


def test_only_a_pack_that_extends_another_changes_it(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"changes\.yaml:1:1: the pack extends none that it could change"):
        load_rulebook([pack(tmp_path), child(tmp_path / "x", "claims/cure: {severity: info}\n", extends=False)])


def test_a_change_that_breaks_an_example_does_not_load(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="mend one of them"):
        load_rulebook([child(tmp_path, "terms: {thing: {nouns: {remove: [cough]}}}\n")])


def test_files_changed_a_while_ago_are_known_by_their_stamps(tmp_path: Path, own_cache: Path) -> None:
    folder = pack(tmp_path)
    old = 1_700_000_000_000_000_000
    states = [f"{path} {old} {old} 10" for path in yaml_files(folder)]
    cache.remember(states, old + 1_000_000_000, "b" * 64)
    assert cache.recall(states) is None
    cache.remember(states, old + 3_000_000_000, "a" * 64)
    assert cache.recall(states) == "a" * 64
    assert cache.recall([*states[1:], states[0].replace(" 10", " 11")]) is None


def test_files_changed_just_now_are_read_again(tmp_path: Path, own_cache: Path) -> None:
    folder = pack(tmp_path)
    load_rulebook([folder])
    assert not list(own_cache.glob("*.key"))
