"""Protects the results of the checks of a rebuilt sweep: every check is shown, and how many have passed."""

from course_lib.engine.passes import sweep
from course_lib.sections.training.findings import findings_table, said_of_findings
from course_lib.sections.training.rebuild import NAMES, checked
from course_lib.sections.training.sweep_lines import RIGHT, WRONG
from tests.meaning import numbers_in, says


def test_the_table_shows_each_check_and_counts_them():
    text = findings_table(checked(sweep))
    assert text.count("✓ passed") == len(NAMES)
    assert says(text, f"{len(NAMES)} of {len(NAMES)}")
    text = findings_table(checked(lambda nodes, values, gradient: {}["<b>"]))
    assert "✗ failed" in text
    assert text.count("– not run") == len(NAMES) - 1
    assert "<b>" not in text


def test_the_right_lines_are_told_apart():
    assert says(said_of_findings(checked(RIGHT.sweep)).split("**")[1], "all", len(NAMES))
    passed = sum(finding.passed is True for finding in checked(WRONG.sweep))
    assert numbers_in(said_of_findings(checked(WRONG.sweep)).split("**")[1]) == [passed, len(NAMES)]
