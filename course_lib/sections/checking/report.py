"""A gradient check's report as a table, with one row per parameter: its worst entry and the verdict on it."""

from html import escape

from course_lib.drawing.table import table
from course_lib.layers.check import Block, Report
from course_lib.numerals import numeral

HEADINGS = ("gradient of", "verdict", "worst entry", "by hand", "numerical", "relative error", "kinks crossed")
MARKS = {
    "agrees": "✓",
    "doubtful": "✗",
    "differs": "✗",
    "not finite": "✗",
}  # the other verdicts cannot tell and get a ?
KINDS = {"✓": "right", "✗": "amiss", "?": "unsure"}


def report_table(report: Report, captioned: bool = True) -> str:
    """An HTML table of the report. The caption says how it was measured, and gives the one norm over everything."""
    rows = [_row(block) for block in report.blocks.values()]
    below = f"{report.title}; all in one norm: {numeral(report.overall, 2)}" if captioned else ""
    return table(HEADINGS, rows, "Gradients by hand and by differences", kind="report", caption=below)


def verdict_mark(verdict: str) -> str:
    """``✓ agrees``, ``✗ differs``, ``? kink``."""
    return f"{MARKS.get(verdict, '?')} {verdict}"


def _row(block: Block) -> str:
    worst = block.worst
    index = ", ".join(str(place) for place in worst.index)
    kind = KINDS[MARKS.get(block.verdict, "?")]
    cells = (
        verdict_mark(block.verdict),
        f"[{index}] of {'×'.join(map(str, block.shape))}",
        numeral(worst.gradient),
        numeral(worst.numerical),
        numeral(worst.error, 2),
        f"{block.kinks} of {len(block.entries)}",
    )
    return (
        f'<tr class="{kind}"><th scope="row">{escape(block.name)}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    )
