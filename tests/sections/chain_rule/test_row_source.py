"""Protects a row's source on the page: it is the row's own source."""

import inspect

import pytest

from course_lib.engine import ops
from course_lib.engine.operation import Kink, Operation, scalar_or_array
from course_lib.errors import UnknownNameError
from course_lib.sections.chain_rule.row_source import row_source


@pytest.mark.parametrize("name", ops.OPS)
def test_every_line_of_a_row_stands_in_the_table_and_computes_what_the_row_computes(name):
    shown = row_source(name).splitlines()
    table = {line.strip() for line in inspect.getsource(ops).splitlines()}
    assert {line.strip() for line in shown[1:-2]} <= table
    assert shown[-2:] == ["    ...", ")"]
    assert any("forward=" in line for line in shown)
    assert any("vjps=" in line for line in shown)
    assert any("kink=" in line for line in shown) == (ops.OPS[name].kink is not None)
    assert not any("latex" in line and "=" in line.split("latex")[1] for line in shown)


def test_the_shown_vjps_are_those_of_the_row():
    """The shown source, run: its VJPs give what the row's give."""
    for name, args in (("multiply", (0.8, 1.1)), ("relu", (-0.9,)), ("sigmoid", (0.68,))):
        made = {}
        program = row_source(name).replace("= Operation(", "= dict(").replace("    ...\n", "")
        exec(program, {**vars(ops), "Kink": Kink, "scalar_or_array": scalar_or_array, "Operation": Operation}, made)
        row, shown = ops.OPS[name], made[name]
        output = row.forward(*args)
        assert shown["forward"](*args) == output
        for vjp, other in zip(shown["vjps"], row.vjps, strict=True):
            assert vjp(-0.3, output, *args) == other(-0.3, output, *args)


def test_a_row_that_is_not_there_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="sinus"):
        row_source("sinus")
