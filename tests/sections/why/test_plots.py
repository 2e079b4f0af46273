"""Protects the pictures of cost: as many arrows as passes, axes that stay, words from the same numbers."""

import re
import xml.etree.ElementTree as ET

import pytest

from course_lib.numerals import duration, numeral
from course_lib.sections.why.cost import extrapolated, forgetting, keeping
from course_lib.sections.why.neurons import neurons, parameters_of
from course_lib.sections.why.plots import (
    ACROSS,
    WIDTH,
    Passes,
    growth_plot,
    memory_plot,
    network_picture,
    passes_picture,
)
from tests.meaning import clause, numbers_in, says, sentence

COUNTED = [(5, 90, 25), (49, 8428, 245)]


def growth(power, rate=1e12):
    n = 10.0**power
    lines = [(10.0**k, extrapolated(10.0**k)) for k in (0, 12)]
    many, few = ([(size, costs[method].operations) for size, costs in lines]
                 for method in ("central difference", "reverse mode"))  # fmt: skip
    here = extrapolated(n)
    return growth_plot(
        COUNTED, many, few, n, (here["central difference"].operations, here["reverse mode"].operations), rate
    )


def memory(hidden, batch=1):
    network = neurons((2, hidden, 1))
    return memory_plot(keeping(network), forgetting(network), batch)


def arrows(svg, kind):
    return [path.count("M") for path in re.findall(rf'class="{kind}" d="([^"]*)"', svg)]


def label(svg):
    """The picture in words."""
    return re.search(r'aria-label="([^"]*)"', svg)[1]


def points(svg):
    """Every place a line or a dot is drawn at."""
    root = ET.fromstring(svg)
    found = [(float(e.get("cx")), float(e.get("cy"))) for e in root.iter() if e.get("cx")]
    for line in root.iter("{http://www.w3.org/2000/svg}polyline"):
        found += [tuple(map(float, place.split(","))) for place in line.get("points").split()]
    return found


@pytest.mark.parametrize("n", [1, 5, 25, 26, 49])
def test_there_is_an_arrow_for_every_pass(n):
    svg = passes_picture([Passes("central", 2 * n, most=100), Passes("forward", 1, carry=n, most=75),
                          Passes("reverse", 1, back=n, most=75)])  # fmt: skip
    assert arrows(svg, "pass") == [2 * n, 1 + n, 1]
    assert arrows(svg, "pass returning") == [n]
    assert arrows(svg, "carried") == [n]
    central, forward, reverse = (part.split(":")[1] for part in label(svg).split(";"))
    assert numbers_in(central) == [2 * n]
    assert numbers_in(forward) == numbers_in(reverse) == [1, n]
    assert "derivative" in forward
    assert "backward" in reverse


def test_the_picture_of_passes_keeps_its_size_and_every_arrow_its_place_inside():
    boxes = set()
    for n in (5, 13, 49):
        svg = passes_picture([Passes("central difference", 2 * n, most=100), Passes("reverse mode", 1, back=1)])
        boxes.add(re.search(r'viewBox="([^"]*)"', svg)[1])
        places = [tuple(map(float, place)) for place in re.findall(r"M(\S+) (\S+?)h", svg)]
        height = float(boxes.copy().pop().split()[3])
        assert all(x >= 0 and x + 15 <= WIDTH and y >= 0 and y + 13 <= height for x, y in places)
        assert len(set(places)) == 2 * n + 2
    assert len(boxes) == 1
    assert ACROSS * 18 <= WIDTH


@pytest.mark.parametrize("rate", [1e9, 1e12, 1e15])
@pytest.mark.parametrize("power", range(1, 13))
def test_growth_stays_inside_its_frame_and_says_its_numbers(power, rate):
    svg = growth(power, rate)
    assert all(0 <= x <= WIDTH and 30 <= y <= 290 for x, y in points(svg))
    assert "NaN" not in svg
    costs = extrapolated(10.0**power)
    size_and_central, reverse = sentence(label(svg), "central difference").split(";")
    central, fast = costs["central difference"].operations, costs["reverse mode"].operations
    assert says(size_and_central, numeral(10.0**power), numeral(central), duration(central / rate))
    assert says(reverse, "reverse", numeral(fast), duration(fast / rate))


def test_growth_tells_time_at_its_rate():
    assert says(label(growth(9)), "46 days", "1e12")
    assert "1 year" in growth(9, 1e9)
    assert "1e6 years" not in growth(9, 1e15)  # above the frame


def test_only_the_marker_moves_with_the_size_and_only_the_times_with_the_rate():
    frame = re.compile(r'<line class="grid"[^>]*>|<polyline[^>]*>')
    assert frame.findall(growth(2)) == frame.findall(growth(12))
    assert frame.findall(growth(9, 1e9)) == frame.findall(growth(9, 1e15))


def test_memory_rises_to_every_result_and_fills_its_frame_at_every_size():
    for hidden in (1, 3, 12):
        for batch in (1, 16, 256):
            svg = memory(hidden, batch)
            assert all(0 <= x <= WIDTH and 0 <= y <= 300 for x, y in points(svg))
            assert says(clause(label(svg), "grow"), (7 * hidden + 2) * batch)
            assert max(x for x, _ in points(svg)) > WIDTH - 20
            assert min(y for _, y in points(svg)) < 60


def test_memory_follows_the_batch():
    assert memory(3, 1) != memory(3, 16)
    assert ">23<" in memory(3, 1)
    assert ">368<" in memory(3, 16)
    assert "results in memory, 16 examples" in memory(3, 16)


def test_the_network_has_a_line_for_each_weight_and_a_circle_for_each_neuron():
    svg = network_picture((2, 3, 1))
    names = parameters_of(neurons((2, 3, 1)))
    assert svg.count('class="edge"') == sum(name[0] == "w" for name in names)
    assert svg.count('class="neuron"') == sum(name[0] == "b" for name in names)
    assert all(f">{words}<" in svg for words in ("2 inputs", "6 weights", "3 biases", "3 weights", "1 bias"))


@pytest.mark.parametrize(
    "svg",
    [growth(9), memory(3), passes_picture([Passes("a & b", 3)]), network_picture((4, 2, 1))],
    ids=["growth", "memory", "passes", "network"],
)
def test_every_picture_is_well_formed_and_has_words(svg):
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert len(root.get("aria-label")) > 20
