"""Protects the command ``tests/mutants.py``: its lines exist in the library, and it finds one mutant."""

import pytest

from tests import mutants


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda mutant: f"{mutant.module}: {mutant.what}")
def test_the_line_of_every_mutant_stands_in_the_library_once(mutant):
    file, tests = mutants.MODULES[mutant.module]
    source = (mutants.ROOT / "course_lib" / f"{file}.py").read_text(encoding="utf-8")
    assert source.count(mutant.right) == 1
    assert all((mutants.ROOT / "tests" / f"{test}.py").is_file() for test in tests)


def test_the_first_mutant_of_a_module_is_killed(capfd):
    assert mutants.main(["--first", "train"]) == 0
    assert "1 of 1 killed" in capfd.readouterr().out
