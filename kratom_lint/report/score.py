"""What scoring a corpus came to: for people, as Markdown, as JSON. Texts are shown only when asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kratom_lint.corpus import Corpus
from kratom_lint.report.terminal import printable
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.score import FEW, Judged, LabelTally, Rate, Score, Tally

_GROUPS = (
    "difficulty",
    "violating",
    "found (95 % interval)",
    "lawful",
    "flagged (95 % interval)",
    "precision (95 % interval)",
    "F1",
)
_LABELS = (
    "label",
    "texts",
    "found by any rule",
    "found by this rule",
    "flagged",
    "of these so labelled",
    "lawful",
    "F1",
    "",
)


def render(score: Score, corpora: Sequence[Corpus], book: Rulebook, form: str, *, confusions: bool) -> str:
    """Return the score in a form: "human", "md" or "json"; with `confusions`, the texts it got wrong as well."""
    if form == "json":
        return json.dumps(_values(score, corpora, book, confusions), indent=2, ensure_ascii=False) + "\n"
    table = _markdown if form == "md" else _columns
    groups = [("all", score.overall), *score.difficulties]
    parts = [
        _about(corpora, book, form),
        headline(score.overall) + "\n" + _precision(score.overall) + "\n",
        table([_GROUPS, *(_group(name, tally) for name, tally in groups)]),
        table([_LABELS, *map(_label, score.labels)]),
        f"few: on fewer than {FEW} texts, so the numbers say little.\n" if any(t.few for t in score.labels) else "",
        f"Neither labelled nor flagged: {', '.join(score.idle)}.\n" if score.idle else "",
    ]
    if confusions:
        listed = "".join(f"{line}\n" for line in _confusions(score))
        parts.append(f"```text\n{listed}```\n" if form == "md" else listed)
    return "\n".join(part for part in parts if part)


def headline(overall: Tally) -> str:
    """Return the two numbers that matter, in a sentence."""
    found, false = overall.found, overall.false
    return (
        f"Found {found.hits} of {found.n} violating texts{_told(found, ', ', '95 % interval ')}, "
        f"and flagged {false.hits} of {false.n} lawful ones{_told(false, ', ')}."
    )


def _precision(overall: Tally) -> str:
    rate = overall.precision
    f1 = "" if overall.f1 is None else f", F1 {_percent(overall.f1)}"
    return f"Of {rate.n} flagged texts {rate.hits} are violating{_told(rate, ': precision ')}{f1}."


def _told(rate: Rate, before: str, name: str = "") -> str:
    """Return share and interval as part of a sentence; nothing of no texts."""
    if rate.interval is None:
        return ""
    low, high = rate.interval
    return f"{before}{_percent(rate.share)} ({name}{100 * low:.1f} to {_percent(high)})"


def _about(corpora: Sequence[Corpus], book: Rulebook, form: str) -> str:
    lines = [f"{each.path}: {len(each.items)} texts, sha256 {each.sha256}" for each in corpora]
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in book.packs)
    lines.append(f"rules: {packs}, law of {book.as_of}")
    return "".join(f"- {line}\n" if form == "md" else f"{line}\n" for line in lines)


def _group(name: str, tally: Tally) -> tuple[str, ...]:
    found, false, precision = tally.found, tally.false, tally.precision
    return (name, str(found.n), _both(found), str(false.n), _both(false), _both(precision), _percent(tally.f1))


def _label(tally: LabelTally) -> tuple[str, ...]:
    return (
        tally.label,
        str(tally.own.n),
        _both(tally.found),
        _both(tally.own),
        str(tally.right.n),
        _both(tally.right),
        str(tally.lawful),
        _percent(tally.f1),
        "few" if tally.few else "",
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}".replace("%", " %")


def _both(rate: Rate) -> str:
    """Return share and interval, short enough for a column."""
    if rate.interval is None:
        return "-"
    low, high = rate.interval
    return f"{_percent(rate.share)} ({100 * low:.1f}–{100 * high:.1f})"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    header, *rest = rows
    lines = [header, ["---"] * len(header), *rest]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _columns(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _confusions(score: Score) -> Iterator[str]:
    yield f"missed: {len(score.missed)}"
    for each in score.missed:
        yield f"  {_shown(each, each.item.labels)}"
    yield f"false: {len(score.false)}"
    for each in score.false:
        yield f"  {_shown(each, each.rules)}"


def _shown(judged: Judged, names: Sequence[str]) -> str:
    item = judged.item
    return printable(f"{item.id} ({', '.join(names)}): {item.path or ' '.join(item.text.split())}")


def _values(score: Score, corpora: Sequence[Corpus], book: Rulebook, confusions: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "corpora": [{"path": each.path, "sha256": each.sha256, "texts": len(each.items)} for each in corpora],
        "packs": [{"id": pack.id, "version": pack.version, "sha256": pack.sha256} for pack in book.packs],
        "as_of": book.as_of,
        "overall": _tally_values(score.overall),
        "difficulties": {name: _tally_values(tally) for name, tally in score.difficulties},
        "labels": {
            tally.label: {
                "found_by_any": _rate_values(tally.found),
                "found_by_own": _rate_values(tally.own),
                "precision": _rate_values(tally.right),
                "f1": tally.f1,
                "lawful_flagged": tally.lawful,
                "few": tally.few,
            }
            for tally in score.labels
        },
        "idle": list(score.idle),
    }
    if confusions:
        values["missed"] = [_judged_values(each) for each in score.missed]
        values["false"] = [_judged_values(each) for each in score.false]
    return values


def _tally_values(tally: Tally) -> dict[str, Any]:
    return {
        "recall": _rate_values(tally.found),
        "lawful_flagged": _rate_values(tally.false),
        "precision": _rate_values(tally.precision),
        "f1": tally.f1,
    }


def _rate_values(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval or (None, None)
    return {"hits": rate.hits, "n": rate.n, "share": rate.share, "low": low, "high": high}


def _judged_values(judged: Judged) -> dict[str, Any]:
    item = judged.item
    where = {"path": item.path} if item.path else {"text": item.text}
    return {"id": item.id, "place": item.place, **where, "labels": list(item.labels), "rules": list(judged.rules)}
