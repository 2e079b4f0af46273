"""A row of the operation table as source code: what it computes, without how it is written and drawn."""

import ast
import inspect
from functools import cache

from course_lib.engine import ops
from course_lib.errors import UnknownNameError

COMPUTES = ("forward", "vjps", "kink")


@cache
def row_source(name: str) -> str:
    """The source of the row ``name`` in ``ops.py``: forward, VJPs and kink as written there, with … for the rest.

    Raises:
        UnknownNameError: the table has no such row.
    """
    text = inspect.getsource(ops)
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.value, ast.Call):
            parts = {part.arg: part.value for part in statement.value.keywords}
            if ast.literal_eval(parts["name"]) == name:
                shown = {part: ast.get_source_segment(text, parts[part]) for part in COMPUTES if part in parts}
                lines = [f"    {part}={source}," for part, source in shown.items()]
                return "\n".join([f"{ast.unparse(statement.target)} = Operation(", *lines, "    ...", ")"])
    raise UnknownNameError(name, ops.OPS)
