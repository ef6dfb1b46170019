from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from kratom_lint.config import Configs, describe
from kratom_lint.configfile import KEYS, OVERRIDE_KEYS
from kratom_lint.errors import ConfigError
from kratom_lint.formats import FORMATS
from kratom_lint.settings import Layer, Placed

SCHEMA = json.loads((Path(__file__).parents[1] / "kratom_lint/schemas/config.schema.json").read_text(encoding="utf-8"))
FULL = """\
product: kratom
packs: [us, ./house]
jurisdictions: [us]
as_of: 2026-11-22
select: [disease, safety]
ignore:
  - benefit/strain-effect
severity:
  safety/safe: warning
  disease: off
fail_on: warning
exclude: [old]
formats:
  '*.copy': markdown
overrides:
  - paths: [seven/**]
    product: 7-oh
  - paths: ['*.draft.md']
    fail_on: never
    severity: {safety/safe: info}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def faults(folder: Path, text: str, name: str = ".kratom-lint.yaml") -> list[str]:
    write(folder / name, text)
    with pytest.raises(ConfigError) as caught:
        Configs().settings_for("a.md")
    return str(caught.value).splitlines()


def test_without_a_configuration_the_defaults_hold(here: Path) -> None:
    settings = Configs().settings_for("a.md")
    assert (settings.product, settings.packs, settings.as_of, settings.fail_on) == (None, ("us",), None, "error")


def test_every_key_is_read_and_knows_its_place(here: Path) -> None:
    write(here / ".kratom-lint.yaml", FULL)
    settings = Configs().settings_for("a.md")
    assert (settings.product, settings.fail_on, settings.as_of) == ("kratom", "warning", "2026-11-22")
    assert settings.packs == ("us", "./house")
    assert settings.select == ("disease", "safety")
    assert settings.ignore == ("benefit/strain-effect",)
    assert settings.severity == (("disease", "off"), ("safety/safe", "warning"))
    assert settings.ignore[0].place == ".kratom-lint.yaml:7:5"
    assert [name.place for name, _ in settings.severity] == [".kratom-lint.yaml:10:3", ".kratom-lint.yaml:9:3"]


def test_overrides_hold_for_their_paths_in_order(here: Path) -> None:
    write(here / ".kratom-lint.yaml", FULL)
    settings = Configs().settings_for("seven/x.draft.md")
    assert (settings.product, settings.fail_on) == ("7-oh", "never")
    assert settings.severity == (("disease", "off"), ("safety/safe", "info"))
    assert settings.places["product"] == ".kratom-lint.yaml:17:14 (override)"


def test_the_closest_file_wins_and_nothing_is_merged(here: Path) -> None:
    write(here / ".kratom-lint.yaml", "product: kratom\nfail_on: info\n")
    write(here / "seven/.kratom-lint.yaml", "product: 7-oh\n")
    configs = Configs()
    assert configs.settings_for("a/b/c.md").product == "kratom"
    settings = configs.settings_for("seven/deep/a.md")
    assert (settings.product, settings.fail_on) == ("7-oh", "error")


def test_packs_and_globs_are_relative_to_the_file_that_names_them(here: Path) -> None:
    write(here / "shop/.kratom-lint.yaml", "packs: [../house, ./own]\noverrides: [{paths: [/a.md], product: none}]\n")
    configs = Configs()
    assert configs.settings_for("shop/b.md").packs == ("./house", "shop/own")
    assert configs.settings_for("shop/a.md").product == "none"
    assert configs.settings_for("shop/deep/a.md").product is None


def test_pyproject_is_read_when_it_has_our_table(here: Path) -> None:
    write(here / "pyproject.toml", "[project]\nname = 'kratom-lint-copy'\n")
    write(here / "shop/pyproject.toml", "[tool.kratom-lint]\nproduct = '7-oh'\nas_of = 2026-11-22\nignore = ['a']\n")
    configs = Configs()
    assert configs.file_for("a.md") is None
    settings = configs.settings_for("shop/a.md")
    assert (settings.product, settings.as_of, settings.ignore) == ("7-oh", "2026-11-22", ("a",))
    assert settings.places["ignore"] == "shop/pyproject.toml:4:1"


def test_a_file_given_by_name_stands_for_all_others(here: Path) -> None:
    write(here / "docs/.kratom-lint.yaml", "product: 7-oh\n")
    write(here / "ci/strict.yaml", "fail_on: info\n")
    settings = Configs(file="ci/strict.yaml").settings_for("docs/a.md")
    assert (settings.product, settings.fail_on) == (None, "info")


def test_the_command_line_beats_all(here: Path) -> None:
    write(here / ".kratom-lint.yaml", FULL)
    level = {Placed("safety/safe", "--severity"): Placed("error", "--severity")}
    layer = Layer({"product": (Placed("none", "--product"),)}, level, {"product": "--product"})
    settings = Configs(layer).settings_for("seven/a.md")
    assert settings.product == "none"
    assert settings.severity == (("disease", "off"), ("safety/safe", "error"))
    assert settings.fail_on == "warning"


def test_exclusions_come_from_the_file_and_from_the_command_line(here: Path) -> None:
    write(here / ".kratom-lint.yaml", FULL)
    configs = Configs(exclude=["*.tmp.md"])
    found = [path for path in ("a.md", "old/a.md", "b.tmp.md", "c.copy", "d.png") if not configs.why_not(path)]
    assert found == ["a.md", "c.copy"]
    assert configs.format_for("c.copy") == "markdown"


def test_every_fault_is_told_at_once_with_its_place_and_the_nearest_name(here: Path) -> None:
    text = """\
prodct: kratom
product: kratum
ignore: safety/safe
as_of: 2026-13-01
fail_on: [error]
severity: {safety/safe: wrning}
formats: {'*.x': mardown}
product: kratom
overrides:
  - product: kratom
  - paths: ['*.md']
  - paths: ['*.md']
    exclude: [a]
"""
    changes = "product, as_of, fail_on, packs, jurisdictions, select, ignore, fields, languages, severity, provided_by"
    assert faults(here, text) == [
        f".kratom-lint.yaml:{fault}"
        for fault in (
            "1:1: unknown key 'prodct'; did you mean 'product'?",
            "2:10: 'kratum' is no product; did you mean 'kratom'? (known: kratom, 7-oh, botanical, none)",
            "3:9: `ignore` takes a list; write each entry on its own line after `- `",
            "4:8: '2026-13-01' is no day; write it as YYYY-MM-DD",
            "5:10: `fail_on` takes one value; write it without a list",
            "6:25: 'wrning' is no level; did you mean 'warning'? (known: error, warning, info, off)",
            f"7:18: 'mardown' is no format; did you mean 'markdown'? (known: {', '.join(FORMATS)})",
            "8:1: key 'product' is there twice; keep one",
            "10:5: the override says nothing of the files it is for; add `paths: [GLOB, ...]`",
            f"11:5: the override changes nothing; add one of {changes}",
            f"13:5: unknown key 'exclude'; known: {', '.join(sorted(OVERRIDE_KEYS))}",
        )
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is empty; delete it or fill it in"),
        ("a: [", "2:1: not valid YAML: "),
        ("just words", "1:1: settings are needed here; write `key: value` with one of product, "),
        ("- product: kratom", "1:1: settings are needed here; "),
        ("packs: &a [*a]", "1:1: a value contains itself; write it out"),
        ("packs: [[us]]", "1:9: an entry of `packs` is a text; write it in quotes"),
        ("severity: [safety/safe]", "1:11: a level for each name is needed here; write `name: level`"),
        ("severity: {safety/safe: }", "1:25: '' is no level; known: error, info, off, warning"),
    ],
)
def test_what_is_no_configuration(here: Path, text: str, fault: str) -> None:
    [line] = faults(here, text)
    assert line.startswith(f".kratom-lint.yaml:{fault}")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[tool.kratom-lint]\nproduct = \n", "2:11: not valid TOML: invalid value; mend it"),
        ("[tool]\nkratom-lint = 3\n", "2:1: settings are needed here; write `key: value` with one of "),
        ("[tool.kratom-lint]\nprodct = 'x'\n", "2:1: unknown key 'prodct'; did you mean 'product'?"),
        (
            "[[tool.kratom-lint.overrides]]\npaths = ['a']\nselect = ['b']\n[[tool.kratom-lint.overrides]]\n",
            "4:1: the ",
        ),
        ('[tool.kratom-lint.severity]\n"safety/safe" = "of"\n', "2:1: 'of' is no level; did you mean 'off'?"),
    ],
)
def test_what_is_wrong_in_pyproject(here: Path, text: str, fault: str) -> None:
    assert faults(here, text, "pyproject.toml")[0].startswith(f"pyproject.toml:{fault}")


def test_two_configurations_in_one_folder_are_refused(here: Path) -> None:
    write(here / "pyproject.toml", "[tool.kratom-lint]\nproduct = '7-oh'\n")
    assert faults(here, "product: kratom\n") == [
        ".kratom-lint.yaml: pyproject.toml configures kratom-lint as well; keep one of the two"
    ]


def test_a_configuration_that_would_never_be_read_is_refused(here: Path) -> None:
    assert faults(here, "product: kratom\n", ".kratom-lint.yml") == [
        ".kratom-lint.yml: a file of this name is never read; rename it to .kratom-lint.yaml"
    ]


def test_a_link_to_nothing_is_not_taken_for_no_configuration(here: Path) -> None:
    (here / ".kratom-lint.yaml").symlink_to("gone.yaml")
    with pytest.raises(ConfigError, match=r"^\.kratom-lint\.yaml: it points to a file that does not exist; "):
        Configs().settings_for("a.md")


def test_a_file_given_by_name_must_be_there_and_configure_something(here: Path) -> None:
    with pytest.raises(ConfigError, match=r"^no\.yaml: "):
        Configs(file="no.yaml")
    write(here / "pyproject.toml", "[project]\n")
    with pytest.raises(ConfigError, match=r"^pyproject\.toml: it has no table \[tool\.kratom-lint\]; "):
        Configs(file="pyproject.toml")


def test_what_holds_for_a_file_is_shown_with_where_it_was_set(here: Path) -> None:
    write(here / ".kratom-lint.yaml", FULL)
    layer = Layer({"as_of": (Placed("2027-01-01", "--as-of"),)}, {}, {"as_of": "--as-of"})
    assert describe(Configs(layer), "seven/a.copy") == (
        "seven/a.copy\n"
        "  configuration         .kratom-lint.yaml\n"
        "  excluded              no\n"
        "  format                markdown               .kratom-lint.yaml:14:4\n"
        "  product               7-oh                   .kratom-lint.yaml:17:14 (override)\n"
        "  as_of                 2027-01-01             --as-of\n"
        "  fail_on               warning                .kratom-lint.yaml:11:10\n"
        "  packs                 us, ./house            .kratom-lint.yaml:2:8\n"
        "  jurisdictions         us                     .kratom-lint.yaml:3:16\n"
        "  select                disease, safety        .kratom-lint.yaml:5:9\n"
        "  ignore                benefit/strain-effect  .kratom-lint.yaml:7:3\n"
        "  fields                all copy               default\n"
        "  languages             en                     default\n"
        "  severity disease      off                    .kratom-lint.yaml:10:3\n"
        "  severity safety/safe  warning                .kratom-lint.yaml:9:3\n"
    )


def test_what_holds_without_any_setting(here: Path) -> None:
    lines = describe(Configs(), "a.md").splitlines()
    assert lines[1:5] == [
        "  configuration  none",
        "  excluded       no",
        "  format         markdown              by its name",
        "  product        detected in the text  default",
    ]


def test_the_schema_knows_the_keys_that_the_reader_knows() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(KEYS)
    assert set(SCHEMA["properties"]["overrides"]["items"]["properties"]) == set(OVERRIDE_KEYS)


@pytest.mark.parametrize("text", [FULL, "product: none\n", "ignore: []\n"])
def test_the_schema_takes_what_the_reader_takes(here: Path, text: str) -> None:
    write(here / ".kratom-lint.yaml", text)
    Configs().settings_for("a.md")
    # BaseLoader leaves all scalars as texts, as our reader does, and as editors' YAML 1.2 does with `off`.
    jsonschema.validate(yaml.load(text, yaml.BaseLoader), SCHEMA)


@pytest.mark.parametrize(
    "text", ["prodct: x\n", "product: x\n", "ignore: a\n", "overrides: [{paths: [a]}]\n", "severity: {a: b}\n"]
)
def test_the_schema_refuses_what_the_reader_refuses(here: Path, text: str) -> None:
    faults(here, text)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.load(text, yaml.BaseLoader), SCHEMA)
