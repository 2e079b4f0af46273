"""An exported deck, made from its exported page, so that a notebook runs once for both.

What the notebook's cells show is in the page, as JSON. A deck shows the same in a layout and a look of its own, and
some cells have a headline there.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

import marimo as mo

from course_lib.page.chapters import Chapter
from course_lib.page.layout import slide
from course_lib.publish.deck import ASSETS, DeckError, cells_of, headlines_of, layout_of, minutes_of, read_notes

CONFIG = '"__MARIMO_MOUNT_CONFIG__"'
MINUTES = re.compile(r"\babout \d+ minutes\b")  # as in a page's header
HTML = ("text/html", "text/markdown")  # mo.md gives HTML, too
ESCAPES = str.maketrans({character: f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"})  # as in a script


def deck_of(page: str, chapter: Chapter) -> str:
    """The deck's HTML, from what marimo has exported as the notebook's page.

    Raises:
        DeckError: the notes do not fit the notebook, or the page does not have the form that marimo 0.25 gives it.
    """
    _, notes = read_notes(chapter)
    head, mark, config = page.partition(CONFIG)
    session = json.loads(_value("session", config)[1])
    cells = dict(zip((cell.name for cell in cells_of(chapter.path)), session["cells"], strict=True))
    for name, headline in headlines_of(notes).items():
        _put_headline(headline, cells[name], name)
    _put_minutes(minutes_of(notes), cells.values())
    for key, value in {"session": session, "layout": layout_of(chapter, with_notes=False)}.items():
        place = _value(key, config)
        written = json.dumps(value, sort_keys=True).translate(ESCAPES)
        config = config[: place.start(1)] + written + config[place.end(1) :]
    look, program = (ASSETS.joinpath(name).read_text(encoding="utf-8") for name in ("deck.css", "deck_head.html"))
    head = head.replace("</head>", f"{program}<style title='marimo-custom'>{look}</style></head>", 1)
    return head + mark + config


def _value(key: str, config: str) -> re.Match[str]:
    """Where a page's configuration has the value of this key, which stands on a line of its own."""
    found = re.search(rf'^ *"{key}": (.*),$', config, re.MULTILINE)
    if found is None:
        raise DeckError(f"marimo's page has changed: its {key} was not found.", "Use marimo 0.25.")
    return found


def _put_headline(headline: str, cell: dict[str, Any], name: str) -> None:
    for output in cell["outputs"]:
        for kind, shown in output.get("data", {}).items():
            if kind in HTML:
                output["data"] = {"text/html": slide(headline, mo.Html(shown)).text}
                return
    raise DeckError(f"The cell {name} has a headline and shows no HTML.", "Let it show a text or a picture.")


def _put_minutes(minutes: int, cells: Iterable[dict[str, Any]]) -> None:
    """Let the header, which is the first to name a time, say how long it takes to present the deck."""
    for data in (output.get("data", {}) for cell in cells for output in cell["outputs"]):
        for kind in HTML:
            if MINUTES.search(data.get(kind, "")):
                data[kind] = MINUTES.sub(f"about {minutes} minutes", data[kind], count=1)
                return
