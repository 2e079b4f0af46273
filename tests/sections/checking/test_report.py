"""Protects the report's table: every row has its worst entry and its verdict, never by colour alone."""

import re
from dataclasses import replace

import numpy as np
import pytest

from course_lib.differences import VERDICTS
from course_lib.numerals import numeral
from course_lib.sections.checking.lab import PLANTED, Measure, examine
from course_lib.sections.checking.report import HEADINGS, report_table, verdict_mark
from tests.meaning import says

WRONG = examine(PLANTED["Linear: dW divided again"])


def rows_of(html):
    rows = re.findall(r'<tr class="(\w+)"><th scope="row">(.*?)</th>(.*?)</tr>', html)
    return {name: (kind, re.findall(r"<td>(.*?)</td>", cells)) for kind, name, cells in rows}


def test_a_row_has_the_blocks_worst_entry_and_verdict():
    rows = rows_of(report_table(WRONG))
    assert list(rows) == list(WRONG.blocks)
    assert all(len(cells) == len(HEADINGS) - 1 for _, cells in rows.values())
    kind, cells = rows["W2"]
    worst = WRONG.blocks["W2"].worst
    assert (kind, cells[0]) == ("amiss", "✗ differs")
    assert cells[1] == f"[{worst.index[0]}, {worst.index[1]}] of 4×4"
    assert cells[4:] == ["0.8", "0 of 16"]
    assert rows["b1"][0] == "right"


def test_the_caption_says_how_it_was_measured():
    report = examine(PLANTED["Tanh: correct"], measure=Measure("forward", 1e-4, np.float32))
    caption = re.search("<caption>(.*?)</caption>", report_table(report))[1]
    assert says(caption, "forward", "0.0001", "float32", numeral(report.overall, 2))
    assert "<caption>" not in report_table(report, captioned=False)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_verdict_has_its_mark_and_its_kind(verdict):
    block = WRONG.blocks["b1"]
    entry = replace(block.worst, verdict=verdict)
    html = report_table(replace(WRONG, blocks={"b1": replace(block, entries=(entry,))})) if verdict != "domain" else ""
    mark = {"agrees": "✓", "doubtful": "✗", "differs": "✗", "not finite": "✗"}.get(verdict, "?")
    assert verdict_mark(verdict) == f"{mark} {verdict}"
    assert not html or f"<td>{mark} {verdict}</td>" in html
