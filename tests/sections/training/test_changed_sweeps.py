"""Protects the changed sweeps: the unchanged one equals the engine's sweep, and each slip gives other numbers."""

import pytest

from course_lib.engine.passes import forward, sweep
from course_lib.language.parse import parse
from course_lib.sections.training.changed_sweeps import SLIPS, UPWARDS, ChangedSweep

VALUES = forward(parse("a = tanh(w*x)\nb = w*a + a\nL = (b - 1)**2"), w=1.5, x=0.8)
LAST = VALUES.graph.find("L")


def gradient_by(some_sweep):
    gradient = {LAST: 1.0}
    for _ in some_sweep(VALUES.graph.nodes, VALUES.of_node, gradient) or ():
        pass
    return gradient


def test_with_no_line_changed_it_is_the_engines_own_sweep():
    assert gradient_by(ChangedSweep()) == gradient_by(sweep)


@pytest.mark.parametrize("slip", SLIPS)
def test_every_slip_leads_to_another_gradient(slip):
    wrong = gradient_by(SLIPS[slip])
    assert wrong != gradient_by(sweep)
    assert [gradient_by(other) for other in SLIPS.values()].count(wrong) == 1


def test_upwards_nothing_is_handed_on_further_than_to_the_losss_own_arguments():
    assert gradient_by(UPWARDS).keys() == {LAST, *VALUES.graph.nodes[LAST].args}
