"""Protects the way to the editor, for a reader who writes the sweep: the commands are those of the README."""

from course_lib.page.chapters import chapter_of
from course_lib.sections.training.own_sweep import IN_THE_FOLDER, editor_command, open_the_editor
from course_lib.sections.training.rebuild import NAMES
from tests.serving import ROOT


def test_the_way_to_the_editor_begins_as_the_readmes_first_command():
    assert f"\n{IN_THE_FOLDER} course\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_command_opens_a_notebook_that_exists():
    command = editor_command(chapter_of("5.7").stem)
    assert command.replace("\n", " ").startswith(IN_THE_FOLDER)
    assert (ROOT / command.split()[-1]).is_file()


def test_the_cell_and_the_number_of_checks_are_told():
    told = open_the_editor("my_sweep")
    assert "`my_sweep`" in told
    assert f"same {len(NAMES)} checks" in told
