"""Protects what is shown and said of the checks of a rebuilt sweep: every check, and how many have passed."""

from course_lib.engine.passes import sweep
from course_lib.sections.training.findings import findings_table, said_of_findings
from course_lib.sections.training.rebuild import NAMES, checked
from course_lib.sections.training.sweep_lines import RIGHT, WRONG


def test_the_table_shows_each_check_and_counts_them():
    text = findings_table(checked(sweep))
    assert text.count("✓ passed") == len(NAMES)
    assert f"{len(NAMES)} of {len(NAMES)} passed" in text
    text = findings_table(checked(lambda nodes, values, gradient: {}["<b>"]))
    assert "✗ failed" in text
    assert text.count("– not run") == len(NAMES) - 1
    assert "<b>" not in text


def test_the_right_lines_are_told_apart():
    assert said_of_findings(checked(RIGHT.sweep)).startswith(f"**All {len(NAMES)} checks pass.**")
    assert said_of_findings(checked(WRONG.sweep)).startswith("**2 of 9 checks pass.**")
