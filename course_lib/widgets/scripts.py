"""The widgets' scripts and stylesheets, each joined into the single text that a browser gets.

A script is an ES module in ``widgets/js``. It imports other modules in one form only::

    import { screen } from "./screen.js";

A widget's script must be one text, and only Python is available when the course runs. So the files are joined by three
rules. Each file that is needed appears once, after the files that it imports. The imports and the word ``export`` are
removed. ``export default`` stays in the widget's own file and is removed from all others. The joined files share one
scope, so no two files may define the same name at the top.
"""

import json
import re
from functools import cache
from graphlib import TopologicalSorter

from course_lib.resources import text

IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
DEFAULT = re.compile(r"^export default .*;\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def script(name: str) -> str:
    """The script ``widgets/js/NAME.js`` and everything that it imports, as one ES module.

    Raises:
        graphlib.CycleError: two files import each other.
    """
    *needed, last = _in_order(name)
    parts = [DEFAULT.sub("", _module(other)) for other in needed] + [_module(last)]
    return "\n".join(EXPORT.sub("", IMPORT.sub("", part)).strip() + "\n" for part in parts)


def styles(*names: str) -> str:
    """The stylesheets ``widgets/css/NAME.css``, one after the other."""
    return "\n".join(text(f"widgets/css/{name}.css") for name in names)


@cache
def dressed(joined: str, css: str) -> str:
    """A widget's joined script that brings its stylesheet."""
    parts = [DEFAULT.sub("", joined), EXPORT.sub("", _module("dressed"))]
    return "\n".join([*parts, f"export default {{ render: dressed(render, {json.dumps(css)}) }};\n"])


def _module(name: str) -> str:
    return text(f"widgets/js/{name}.js")


def _in_order(name: str) -> tuple[str, ...]:
    """The names of a file and of all files that it needs, with the file itself last."""
    imports: dict[str, list[str]] = {}
    waiting = [name]
    while waiting:
        found = waiting.pop()
        if found not in imports:
            imports[found] = IMPORT.findall(_module(found))
            waiting += imports[found]
    return tuple(TopologicalSorter(imports).static_order())
