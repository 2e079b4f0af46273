"""Protects the program ``course``: its commands, its errors in words, its exit codes."""

import os
import socket

import pytest

from course_lib.page.chapters import built
from course_lib.publish import program


@pytest.fixture
def started(monkeypatch):
    """What the program would have run: (address it opens, with notes)."""
    calls = []
    monkeypatch.setattr(
        program, "_run", lambda given, opens, with_notes=False: calls.append((opens, with_notes, given)) or 0
    )
    return calls


def test_without_a_command_it_serves(started):
    assert program.main([]) == 0
    opens, with_notes, given = started[0]
    assert (opens, with_notes) == ("/", False)
    assert (given.host, given.port, given.headless) == ("127.0.0.1", program.PORT, False)


@pytest.mark.parametrize("number", ["5_3", "5.3"])
def test_present_opens_the_deck_with_its_notes(started, number, monkeypatch):
    monkeypatch.setenv("COURSE_PRESENTER", "")  # set again by the program; put back as it was afterwards
    assert program.main(["present", number, "--port", "8123", "--headless"]) == 0
    opens, with_notes, given = started[0]
    assert (opens, with_notes, given.port) == ("/slides/5.3/", True, 8123)
    assert os.environ["COURSE_PRESENTER"] == "1"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["present", "9_9"], "9_9"),
        (["present"], "NUMBER"),
        (["serve", "--port", "0"], "not a port"),
        (["serve", "--port", "http"], "not a port"),
        (["serv"], "invalid choice"),
        (["export"], "SITE"),
    ],
)
def test_what_is_mistyped_is_said_and_ends_with_2(arguments, says, capsys):
    with pytest.raises(SystemExit) as ended:
        program.main(arguments)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


def test_a_notebook_that_is_not_built_yet_cannot_be_presented(capsys):
    from course_lib.page.chapters import CHAPTERS

    missing = next((chapter for chapter in CHAPTERS if chapter not in built()), None)
    if missing is not None:
        with pytest.raises(SystemExit):
            program.main(["present", missing.number])
        assert missing.number in capsys.readouterr().err


def test_a_port_in_use_is_said_and_ends_with_1(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert program.main(["serve", "--port", str(port), "--headless"]) == 1
    assert f"127.0.0.1:{port}" in capsys.readouterr().err


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        program.main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("serve", "present", "export"))


def test_an_export_into_a_folder_that_holds_something_else_is_refused(tmp_path, capsys):
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    assert program.main(["export", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]
