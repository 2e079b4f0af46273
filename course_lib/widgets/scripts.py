"""The widgets' scripts and stylesheets, each as the one text that a browser gets.

A script is an ES module in ``widgets/js``. It imports others by one form only::

    import { screen } from "./screen.js";

A widget's script must be one text, and no tool but Python is there when the course runs. So the files are joined by
three rules: each file that is needed stands once, behind those it imports; the imports and the word ``export`` go;
``export default`` stays where the widget begins and goes everywhere else. All files then share one scope: a name at
the top of one must be no other's.
"""

import re
from functools import cache
from graphlib import TopologicalSorter

from course_lib.resources import text

IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
DEFAULT = re.compile(r"^export default .*;\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def script(name: str) -> str:
    """The script ``widgets/js/NAME.js`` and all it imports, as one ES module.

    Raises:
        graphlib.CycleError: two files import each other.
    """
    *needed, last = _in_order(name)
    parts = [DEFAULT.sub("", _module(other)) for other in needed] + [_module(last)]
    return "\n".join(EXPORT.sub("", IMPORT.sub("", part)).strip() + "\n" for part in parts)


def styles(*names: str) -> str:
    """The stylesheets ``widgets/css/NAME.css``, one behind the other."""
    return "\n".join(text(f"widgets/css/{name}.css") for name in names)


def _module(name: str) -> str:
    return text(f"widgets/js/{name}.js")


def _in_order(name: str) -> tuple[str, ...]:
    """The names of a file and of all it needs, itself last."""
    imports: dict[str, list[str]] = {}
    waiting = [name]
    while waiting:
        found = waiting.pop()
        if found not in imports:
            imports[found] = IMPORT.findall(_module(found))
            waiting += imports[found]
    return tuple(TopologicalSorter(imports).static_order())
