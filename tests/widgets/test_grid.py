"""Protects the settings for a page without Python: all of them, with the first one, and not too many."""

import pytest

from course_lib.widgets.controls import Choice, Sliders
from course_lib.widgets.grid import Grid, TooManySettingsError, coarse
from tests.meaning import says, sentence, together


@pytest.mark.parametrize(
    ("limit", "start", "most", "step"),
    [
        ((-3, 3, 0.01), 0.5, 25, 0.25),
        ((-0.5, 0.5, 0.01), 0.2, 25, 0.05),
        ((-2, 2, 0.01), 1.5, 41, 0.1),
        ((1, 9, 1), 4, 99, 1),
    ],
)
def test_a_coarse_slider_has_a_round_step_few_positions_and_its_start(limit, start, most, step):
    low, high, wide = coarse(limit, start, most)
    assert (low, high) == limit[:2]
    assert wide == pytest.approx(step)
    assert (high - low) / wide + 1 <= most + 1e-9
    assert (start - low) / wide == pytest.approx(round((start - low) / wide))


def test_a_start_that_no_step_meets_is_refused():
    with pytest.raises(ValueError, match="position"):
        coarse((0, 1, 0.01), 0.123, 11)


def test_every_setting_of_choices_and_sliders_is_there_once_by_keyword():
    act = Choice({"σ": "sigmoid", "tanh": "tanh"}, "tanh", "activation")
    moved = Sliders({"w": (0, 1, 0.5), "x": (0, 2, 1)}, {"w": 0.5, "x": 0}, {}, snap=True)
    grid = Grid({"act": act, "setting": moved, "network": "as it is"})
    settings = list(grid.settings())
    assert grid.shape == [2, 3, 3]
    assert len(settings) == 18
    assert settings[0] == {"act": "sigmoid", "setting": {"w": 0, "x": 0}, "network": "as it is"}
    assert settings[-1] == {"act": "tanh", "setting": {"w": 1, "x": 2}, "network": "as it is"}
    assert [(axis.channel, axis.name, axis.start) for axis in grid.axes] == [
        (act.channel, "", "tanh"),
        (moved.channel, "w", 0.5),
        (moved.channel, "x", 0),
    ]
    assert together(grid.note, "w", "steps", 0.5)
    assert not says(grid.note, "x")  # its step of 1 needs no word


def test_positions_carry_no_noise_of_adding_steps():
    grid = Grid({"at": Sliders({"x": (-0.5, 0.5, 0.05)}, {"x": 0.2}, {}, snap=True)})
    assert [setting["at"]["x"] for setting in grid.settings()] == [round(-0.5 + 0.05 * k, 2) for k in range(21)]


def test_sliders_with_all_their_positions_are_held_at_their_start_and_the_page_says_so():
    grid = Grid({"setting": Sliders({"x": (-2, 2, 0.01)}, {"x": 0.8}, {})})
    assert list(grid.settings()) == [{"setting": {"x": 0.8}}]
    assert says(sentence(grid.note, "x"), "x = 0.8")
    assert not says(grid.note, "steps")


def test_more_settings_than_a_page_can_carry_are_refused_with_what_to_do():
    fine = {name: Sliders({"x": (0, 1, 0.01)}, {"x": 0}, {}, snap=True) for name in "ab"}
    with pytest.raises(TooManySettingsError, match=r"\b101 × 101\b.*\b5000\b"):
        Grid(fine)
