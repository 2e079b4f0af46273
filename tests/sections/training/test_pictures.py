"""Protects the pictures of training: they draw the network's outputs, in a fixed frame with the same elements."""

import re

import numpy as np
import pytest

from course_lib.layers.train import SGD
from course_lib.sections.training.datasets import LIMITS
from course_lib.sections.training.pictures import (
    BANDS,
    CELLS,
    HEIGHT,
    SIDE,
    WIDTH,
    Losses,
    cell_centres,
    decision_plot,
    fit_plot,
    loss_plot,
)
from course_lib.sections.training.watched_run import said_of_run, watch
from tests.meaning import clause, numbers_in, says

X = np.array([[-1.0, 0.5], [1.0, 0.5], [-1.0, -0.5], [1.0, -0.5]])
T = np.array([[0.0], [1.0], [0.0], [0.0]])
WRONG = np.array([False, False, False, True])


def right_half():
    """Sure of class 1 to the right of x = 0.3."""
    return 1 / (1 + np.exp(-10 * (cell_centres(LIMITS)[:, 0] - 0.3)))


def tags(svg):
    return re.findall(r"<(\w+)", svg)


def path(svg, kind):
    (found,) = re.findall(rf'<path class="{kind}" d="([^"]*)"', svg)
    return found


def label(svg):
    return re.search(r'aria-label="([^"]*)"', svg)[1]


def test_centres_run_row_by_row_from_the_top_left():
    centres = cell_centres((-1, 1))
    assert centres.shape == (CELLS**2, 2)
    half = 1 / CELLS
    np.testing.assert_allclose(centres[0], [-1 + half, 1 - half])
    np.testing.assert_allclose(centres[1], [-1 + 3 * half, 1 - half])
    np.testing.assert_allclose(centres[-1], [1 - half, -1 + half])


def test_every_cell_has_one_shade():
    svg = decision_plot(right_half(), X, T, WRONG, LIMITS)
    covered = np.zeros((CELLS, CELLS), int)
    for k in range(len(BANDS) + 1):
        for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)", path(svg, f"shade s{k}")):
            covered[int(row), int(column) : int(column) + int(length)] += 1
    assert (covered == 1).all()


def test_the_line_lies_where_the_network_says_one_half():
    numbers = re.findall(r"([\d.]+) ([\d.]+)", path(decision_plot(right_half(), X, T, WRONG, LIMITS), "half"))
    xs = [LIMITS[0] + float(x) / CELLS * (LIMITS[1] - LIMITS[0]) for x, _ in numbers]
    assert len(xs) >= 2 * (CELLS - 2)
    assert max(abs(x - 0.3) for x in xs) < 0.02
    upwards = (cell_centres(LIMITS)[:, 1] > 0).astype(float)
    ys = {
        float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", path(decision_plot(upwards, X, T, WRONG, LIMITS), "half"))
    }
    assert ys == {CELLS / 2 - 0.5}  # the group is moved down by half a cell


def test_points_on_the_wrong_side_are_outlined_and_counted():
    svg = decision_plot(right_half(), X, T, WRONG, LIMITS)
    assert path(svg, "point zero off").count("M") == 1  # (1, −0.5)
    assert path(svg, "point zero").count("M") == 3  # all of them: an outline lies over those on the wrong side
    assert path(svg, "point one").count("M") == 1
    assert path(svg, "point one off") == ""
    assert numbers_in(label(svg).split("points", 1)[0]) == [4]
    assert says(clause(label(svg), "wrong side"), 1)


def test_the_picture_and_the_sentence_count_the_same_points():
    """The ground is coarser than the points lie: which are on the wrong side is the network's answer, not a cell's."""
    seen = next(watch("two moons", SGD(0.1)))
    picture = decision_plot(seen.probability(cell_centres(LIMITS)), *seen.data, seen.wrong, LIMITS)
    assert 0 < seen.wrong.sum() < 200
    for words in (said_of_run(seen), label(picture)):
        assert says(clause(words, "wrong side"), seen.wrong.sum())


@pytest.mark.parametrize(
    "P", [np.zeros(CELLS**2), np.full(CELLS**2, np.nan), np.ones(CELLS**2), np.full(CELLS**2, 0.5)]
)
def test_every_frame_has_the_same_elements(P):
    svg = decision_plot(P, X, T, WRONG, LIMITS)
    assert tags(svg) == tags(decision_plot(right_half(), X, T, WRONG, LIMITS))
    assert "nan" not in svg
    assert f'viewBox="0 0 {SIDE:g} {SIDE:g}"' in svg
    assert says(svg, "no longer a number") == bool(np.isnan(P).any())


@pytest.mark.parametrize(
    "losses",
    [[0.7], [0.7, 0.1], [0.5] * 301, [0.5, 1e9, float("inf")], [0.5, float("nan")], [0.0, 1e-30], [float("nan")]],
)
def test_a_loss_of_any_kind_stays_inside_a_frame_that_stays(losses):
    svg = loss_plot([Losses("loss", "forward", losses)], 300)
    assert tags(svg) == tags(loss_plot([Losses("loss", "forward", [0.7])], 300))
    assert "nan" not in svg
    assert "inf" not in svg
    points = re.search(r'<polyline[^>]*points="([^"]*)"', svg)[1]
    for x, y in re.findall(r"([-\d.]+),([-\d.]+)", points):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT
    (lost,) = re.findall(r'class="lost" d="([^"]*)"', svg)
    assert bool(lost) == (not np.isfinite(losses[-1]))
    assert says(label(svg), "no longer a number") == (not np.isfinite(losses[-1]))


def test_what_is_drawn_of_a_loss_stays_when_it_goes_on():
    losses = list(np.linspace(1, 0.1, 301))
    short, long = (loss_plot([Losses("loss", "forward", losses[:n])], 300) for n in (91, 301))
    first, second = (re.search(r'<polyline[^>]*points="([^"]*)"', svg)[1] for svg in (short, long))
    assert second.startswith(first)


def ticks(svg):
    return re.findall(r'class="small"[^>]*text-anchor:end">([^<]+)</text>', svg)


def axis_of(*losses, **kept):
    return ticks(loss_plot([Losses("a", "forward", losses)], 10, **kept))


def test_the_axis_is_whole_decades_around_the_losses():
    assert axis_of(0.2546, 0.3285) == ["0.1", "1"]
    assert axis_of(0.2546, 0.014) == ["0.01", "0.1", "1"]
    assert axis_of(1.0) == ["1", "10"]
    assert axis_of(100.0, 1e9) == ["10", "100"]
    assert axis_of(0.0, 1e9) == ["1e−4", "0.001", "0.01", "0.1", "1", "10", "100"]
    assert axis_of(float("nan")) == ["0.1", "1"]


def test_the_axis_of_a_run_that_goes_on_only_grows():
    assert axis_of(0.5, least=(-2, 0)) == axis_of(0.5, 0.02, least=(-2, 0)) == ["0.01", "0.1", "1"]
    assert axis_of(0.5, 0.02, 3.0, least=(-2, 0)) == ["0.01", "0.1", "1", "10"]


def test_one_curve_needs_no_name_and_several_stand_where_no_curve_runs():
    assert "alone" not in re.sub(r'aria-label="[^"]*"', "", loss_plot([Losses("alone", "forward", [1.0, 0.1])], 1))
    grows = [Losses("right", "forward", [0.2] * 300), Losses("wrong", "backward", [*np.geomspace(0.2, 90, 300)])]
    svg = loss_plot(grows, 300, "step")
    x, height, anchor = re.search(r'x="([\d.]+)" y="([\d.]+)"[^>]*text-anchor:(\w+)">wrong<', svg).groups()
    assert 0 < float(x) < WIDTH / 2  # the steep curve ends on the right
    assert anchor == "start"
    assert 0 < float(height) < HEIGHT / 2
    assert ">step<" in svg
    assert says(label(svg), "loss", "steps")


def test_losses_have_names_dashes_and_words():
    svg = loss_plot([Losses("<right>", "forward", [1.0, 0.1]), Losses("wrong", "backward", [1.0, 2.0])], 1)
    assert "&lt;right&gt;" in svg
    assert 'class="curve"' in svg
    assert 'class="tangent"' in svg
    assert numbers_in(label(svg).split("wrong")[1])[:2] == [1, 2]


@pytest.mark.parametrize("height", [0.0, 1e300, -1e300, float("nan"), float("inf")])
def test_a_fit_of_any_height_is_cut_off_at_the_frame(height):
    xs = np.linspace(-1, 1, 5)
    svg = fit_plot(xs, [Losses("net", "forward", [height] * 5)], X[:, :1], T, (-1, 2))
    assert "nan" not in re.sub(r'aria-label="[^"]*"', "", svg)
    for y in re.findall(r",(-?\d+)", re.search(r'<polyline[^>]*points="([^"]*)"', svg)[1]):
        assert -2 * HEIGHT < int(y) < 2 * HEIGHT
    assert says(label(svg), 4, "net")
