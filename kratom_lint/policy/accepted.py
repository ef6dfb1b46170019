"""What people have answered for in files of their own: waivers and the baseline, read only where there are any."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from kratom_lint.model import Finding
from kratom_lint.policy import own
from kratom_lint.report.run import FileReport
from kratom_lint.values import value

if TYPE_CHECKING:
    from kratom_lint.policy.baseline import Baseline
    from kratom_lint.policy.waivers import Entry, Waivers


@value
class Accepted:
    """What holds in the current folder, for a run that sees all files there or not."""

    waivers: Waivers | None = None
    baseline: Baseline | None = None
    whole: bool = False

    def waived(self, files: list[FileReport], day: str) -> tuple[list[FileReport], set[Entry]]:
        """Return the reports with what is waived on the ISO day `day` set apart, and the waivers that were needed."""
        return self.waivers.apply(files, day) if self.waivers else (files, set())

    def told(
        self, day: str, used: Collection[Entry], states: Mapping[str, Collection[str]], *, complete: bool
    ) -> FileReport | None:
        """Return what there is to tell about the waivers themselves; None for nothing. `states` is by rule."""
        if self.waivers is None:
            return None
        findings: list[Finding] = self.waivers.findings(day, used, states, whole=self.whole and complete)
        return FileReport(self.waivers.shown, self.waivers.source, tuple(findings)) if findings else None

    def known(self, files: list[FileReport]) -> list[FileReport]:
        """Return the reports with what is in the baseline set apart."""
        return list(self.baseline.apply(files).files) if self.baseline else files


def covers(paths: Sequence[str]) -> bool:
    """Say whether `paths` (none: the current folder) hold all that the waivers can be about."""
    path = own.nearest(own.WAIVERS)
    return path is None or any(path.is_relative_to(own.absolute(each)) for each in paths or ["."])


def find(*, whole: bool, use_baseline: bool) -> Accepted:
    """Return what holds in the current folder; raise ConfigError if it cannot be read.

    Only a `whole` run, which sees all files, can tell that a waiver is unused.
    """
    waivers = baseline = None
    if path := own.nearest(own.WAIVERS):
        from kratom_lint.policy.waivers import load as load_waivers

        waivers = load_waivers(path)
    if use_baseline and (path := own.nearest(own.BASELINE)):
        from kratom_lint.policy.baseline import load as load_baseline

        baseline = load_baseline(path)
    return Accepted(waivers, baseline, whole)
