"""Protects the race of 5.1 in numbers: finished runs are compared, and an unfinished run is described as such."""

from course_lib.numerals import numeral
from course_lib.sections.why.cost import Progress, Tally
from course_lib.sections.why.race import race_rows, said_of_race
from tests.meaning import says

TALLY = Tally({0: 1}, {(0, 0): 1})
TWICE = Tally({0: 2}, {(0, 0): 2})
HALF, DONE, LARGE = Progress(10, 20, 100, 1e-9), Progress(20, 20, 200, 2e-9), Progress(40, 40, 800, 3e-9)


def test_a_run_that_goes_on_is_told_by_its_gradients_and_compared_with_nothing():
    said = said_of_race({80: (TALLY, HALF, 0.5)}, 80)
    assert says(said, "5 of 10", numeral(HALF.operations / TALLY.operations, 3))
    assert not says(said, "hidden neurons")


def test_two_finished_runs_are_compared():
    said = said_of_race({160: (TWICE, LARGE, 1.5), 80: (TALLY, DONE, 0.5)}, 80)
    assert says(said, "from 80 hidden neurons to 160", "**2 times** the parameters", "**4 times** the operations")


def test_the_rows_go_by_size():
    rows = race_rows({160: (TWICE, HALF, 1.5), 80: (TALLY, DONE, 0.5)})
    assert [row[0] for row in rows] == ["2-80-1", "2-160-1"]
    assert [row[1] for row in rows] == ["10 of 10", "5 of 10"]
    assert rows[0][2:] == ("200", "2", "0.5", numeral(2e-9, 1))
