"""Protects the sentences of 5.1 about memory: the results that are kept and dropped are counted."""

import pytest

from course_lib.numerals import byte_size, numeral
from course_lib.sections.why.cost import BYTES, forgetting, keeping
from course_lib.sections.why.memory import rows_of_memory, said_of_memory
from course_lib.sections.why.neurons import neurons
from tests.meaning import says


@pytest.mark.parametrize("hidden", [1, 3, 12])
@pytest.mark.parametrize("batch", [1, 64])
def test_memory_is_the_most_that_is_held_at_a_time(hidden, batch):
    network = neurons((2, hidden, 1))
    kept, dropped = max(keeping(network)), max(forgetting(network))
    forget, keep, parameters = rows_of_memory(hidden, batch)
    assert forget[1:] == (numeral(dropped), byte_size(dropped * batch * BYTES))
    assert keep[1:] == (numeral(kept), byte_size(kept * batch * BYTES))
    assert parameters[1:] == (numeral(4 * hidden + 1), byte_size((4 * hidden + 1) * BYTES))  # whatever the batch
    assert says(said_of_memory(hidden, batch), kept, dropped, f"batch of {batch}")
