"""`kratom-lint score`: how accurate the rules are on labelled texts."""

from __future__ import annotations

import sys
from typing import Any

import click

from kratom_lint.arguments import book_of, one_of, rule_options, share
from kratom_lint.settings import PRODUCTS


@click.command()
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@one_of(("human", "json", "md"), "--format", default="human", help="How to print the score; default human.")
@one_of(PRODUCTS, "--product", default="kratom", help="What texts are about that do not say; default kratom.")
@click.option("--confusions", is_flag=True, help="Print the texts that were missed or flagged wrongly, too.")
@share("--min-recall", help="Fail when a smaller share of the violating texts is found.")
@share("--min-precision", help="Fail when a smaller share of the flagged texts is violating.")
@share("--max-false", help="Fail when a larger share of the lawful texts is flagged.")
@rule_options
def score(corpus: tuple[str, ...], **options: Any) -> int:
    """Measure the rules on labelled texts: JSON Lines of id, text or path, labels, difficulty and product.

    A text is flagged by a finding at warning or above that asks for no disclosure. Exit code 0: measured. 1: a share
    is not as demanded. 2: a corpus cannot be used.
    """
    from kratom_lint.corpus import read_corpora
    from kratom_lint.report.score import render as render_score
    from kratom_lint.score import labels_of, unmet
    from kratom_lint.score import score as score_items

    book = book_of(options)
    corpora = read_corpora(corpus, labels_of(book))
    result = score_items((item for each in corpora for item in each.items), book, options["product"])
    sys.stdout.write(render_score(result, corpora, book, options["format"], confusions=options["confusions"]))
    demands = {name: options[name] for name in ("min_recall", "min_precision", "max_false")}
    faults = unmet(result.overall, **demands)
    for fault in faults:
        click.echo(fault, err=True)
    return 1 if faults else 0
