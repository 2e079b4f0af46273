"""Protects the sweep with lines to choose from: the shown program is what is checked, and wrong lines are named."""

from itertools import product

import pytest

from course_lib.engine.passes import shaped_like
from course_lib.sections.training.changed_sweeps import SLIPS
from course_lib.sections.training.findings import said_of_findings
from course_lib.sections.training.rebuild import NAMES, checked
from course_lib.sections.training.sweep_lines import JOINS, ORDERS, RIGHT, SHARES, UPSTREAMS, WRONG, Lines
from tests.meaning import says

EVERY = [Lines(*lines) for lines in product(ORDERS, UPSTREAMS, SHARES, JOINS)]


@pytest.mark.parametrize("lines", EVERY, ids=map(" | ".join, EVERY))
def test_the_program_that_is_shown_is_the_sweep_that_is_checked(lines):
    names = {"shaped_like": shaped_like}
    exec(lines.program, names)
    assert checked(lines.sweep) == checked(names["my_sweep"])
    assert all(finding.passed for finding in checked(lines.sweep)) == (lines == RIGHT)


def test_it_starts_with_every_line_wrong_and_one_line_after_the_other_mends_it():
    assert all(wrong != right for wrong, right in zip(WRONG, RIGHT, strict=True))
    passed = []
    for right in range(len(RIGHT) + 1):
        lines = Lines(*RIGHT[:right], *WRONG[right:])
        passed.append(sum(finding.passed is True for finding in checked(lines.sweep)))
    assert passed == sorted(passed)
    assert passed[0] < passed[2] < passed[3] < passed[4] == len(NAMES)


@pytest.mark.parametrize(
    ("place", "line", "key"),
    [
        ("order", "range(max(gradient) + 1)", "down"),
        ("upstream", "1.0", "local derivative"),
        ("upstream", "values[user]", "gradient[user]"),
        ("share", "contribution", "shaped_like"),
        ("join", "share", "overwrote"),
    ],
)
def test_the_first_failure_of_each_wrong_line_names_it(place, line, key):
    findings = checked(RIGHT._replace(**{place: line}).sweep)
    first = next(finding for finding in findings if finding.passed is False)
    assert key in first.said
    assert sum(slip in first.said for slip in SLIPS) == (key in ("local derivative", "gradient[user]", "overwrote"))
    assert says(said_of_findings(findings), first.name)
