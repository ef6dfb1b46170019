"""What two files say of one product: told where it certainly differs, and left alone where it may not."""

from __future__ import annotations

import pytest

from kratom_lint.formats import read
from kratom_lint.policy.contradictions import Statement, contradictions, statements
from tests.repository import Repository

PAGE = "# Green Maeng Da Powder\n\nDried leaf. {}\n"


def told(**files: str) -> list[tuple[str, str, str]]:
    """Return path, words and message of what is told of files by name, the suffix after an underscore."""
    said: list[Statement] = []
    sources = {}
    for name, text in files.items():
        path = name.replace("_", ".")
        format = {"md": "markdown", "html": "html", "json": "json", "csv": "csv"}[path.rpartition(".")[2]]
        document = read(text, format, path)
        sources[path] = document.source
        said += statements(document, path)
    return [
        (file.path, finding.match, finding.message)
        for file in contradictions(said, sources)
        for finding in file.findings
    ]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Serving size: 2 g.", "Serving size: 3 g."),
        ("It holds 25 mg mitragynine per serving.", "It holds 30 mg of mitragynine in each serving."),
        ("1.4 % mitragynine.", "Mitragynine: 1.6 %."),
        ("0.5% 7-OH.", "7-hydroxymitragynine: 0.9 %."),
        ("For adults, 21+.", "You must be 18 to order."),
    ],
)
def test_what_differs_is_told_at_the_later_file_with_the_place_in_the_other(here: str, there: str) -> None:
    ((path, words, message),) = told(a_md=PAGE.format(here), b_md=PAGE.format(there))
    assert path == "b.md"
    assert words in there
    assert message.startswith(f"Says “{words}” of Green Maeng Da Powder, but a.md:3:")
    assert told(a_md=PAGE.format(here), b_md=PAGE.format(here)) == []


def test_data_and_pages_are_compared() -> None:
    feed = 'title,body\nGreen Maeng Da Kratom Powder,"Serving size: 3 g."\nRed Bali Powder,"Serving size: 3 g."\n'
    record = '{"products": [{"name": "Red Bali Powder", "description": "Serving size 2.5 grams."}]}'
    found = told(a_md=PAGE.format("Serving size: 2 g."), b_csv=feed, c_json=record)
    assert [(path, words) for path, words, _ in found] == [
        ("b.csv", "Serving size: 3 g"),
        ("c.json", "Serving size 2.5 grams"),
    ]
    assert found[1][2].endswith("but b.csv:3:18 says “Serving size: 3 g”; one is wrong.")


def test_each_section_is_about_its_own_product() -> None:
    shop = "# Shop\n\n## Green Maeng Da Powder\n\nServing size: 2 g.\n\n## Red Bali Powder\n\nServing size: 3 g.\n"
    assert told(a_md=shop, b_md=PAGE.format("Serving size: 2 g.")) == []
    assert [path for path, _, _ in told(a_md=shop, b_md="# Red Bali Powder\n\nServing size: 2 g.\n")] == ["b.md"]


@pytest.mark.parametrize(
    "other",
    [
        "# Green Maeng Da Capsules\n\nServing size: 3 g.\n",
        "# Kratom\n\nServing size: 3 g.\n",
        PAGE.format("Serving size: 2 g. Serving size: 3 g."),
        PAGE.format("Serving size: about 3 g."),
        PAGE.format("Serving size: 3-4 g."),
        PAGE.format("Serving size: 4 capsules."),
        PAGE.format("Serving size: 2000 mg."),
        PAGE.format("In Texas the serving size is 3 g."),
        PAGE.format("It has up to 3 % mitragynine."),
        "# Green Maeng Da Powder\n\n<!-- Serving size: 3 g. -->\n\nDried leaf.\n",
    ],
)
def test_it_is_quiet_unless_certain(other: str) -> None:
    assert told(a_md=PAGE.format("Serving size: 2 g. It has 1.4 % mitragynine."), b_md=other) == []


def test_the_repository_is_told(repository: Repository) -> None:
    repository.write("copy/a.md", PAGE.format("Serving size: 2 g."))
    repository.write("copy/b.md", PAGE.format("Serving size: 3 g."))
    repository.commit()
    done = repository.lint("repo")
    assert (done.code, done.out) == (
        1,
        "copy/b.md:3:13: warning product/contradiction Says “Serving size: 3 g” of Green Maeng Da Powder, but "
        "copy/a.md:3:13 says “Serving size: 2 g”; one is wrong.\n",
    )
    config = repository.read(".kratom-lint.yaml")
    repository.write(".kratom-lint.yaml", f"{config}severity: {{product/contradiction: off}}\n")
    assert repository.lint("repo").code == 0
