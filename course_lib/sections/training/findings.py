"""The results of the checks of a rebuilt sweep: a table with one row per check, and a sentence."""

from collections.abc import Sequence
from html import escape

from course_lib.drawing.table import table
from course_lib.sections.training.rebuild import Finding

MARKS = {True: ("right", "✓ passed"), False: ("amiss", "✗ failed"), None: ("", "– not run")}


def findings_table(findings: Sequence[Finding], with_tasks: bool = False) -> str:
    """An HTML table of the findings, with how many passed below; ``with_tasks`` adds the task to what went wrong."""
    rows = []
    for finding in findings:
        kind, mark = MARKS[finding.passed]
        said = "" if finding.passed is None else finding.said
        task = f'<span class="task">{escape(finding.task)}</span>' if with_tasks and finding.task else ""
        cells = f"<td>{escape(mark)}</td><td>{escape(said)}{task}</td>"
        rows.append(f'<tr class="{kind}"><th scope="row">{escape(finding.name)}</th>{cells}</tr>')
    passed = sum(finding.passed is True for finding in findings)
    caption = f"{passed} of {len(findings)} passed" if any(f.passed is not None for f in findings) else ""
    return table(("check", "", "what it found"), rows, "The checks of the rebuilt sweep", "findings", caption)


def said_of_findings(findings: Sequence[Finding]) -> str:
    """How many checks passed, and where to look first. Markdown."""
    failed = [finding for finding in findings if finding.passed is False]
    if not failed:
        return f"**All {len(findings)} checks pass.** Your sweep computes what the engine's own computes."
    passed = sum(finding.passed is True for finding in findings)
    return f"**{passed} of {len(findings)} checks pass.** Begin with the first that fails: {failed[0].name}."
