"""Protects exported decks: each shows what its page shows, in a deck's layout and look."""

import json
import re

import pytest

from course_lib.publish.deck import ASSETS, DeckError, layout_of
from course_lib.publish.exported_deck import deck_of

SHOWN = {
    "setup": {"text/plain": ""},
    "title": {"text/markdown": "<h1>Title</h1> <p>about 9 minutes</p> &"},
    "helper": {"text/plain": ""},
    "numbers": {"text/plain": ""},
    "picture": {"text/html": "<svg></svg> about 9 minutes"},
}


def page_of(shown, layout="null"):
    """A page as marimo exports it: a head, and a script with the page's configuration."""
    outputs = [[{"type": "data", "data": data}] if data else [] for data in shown.values()]
    session = json.dumps({"cells": [{"id": f"c{i}", "outputs": each} for i, each in enumerate(outputs)]})
    return f"""<html><head><title>T</title></head><body><script>
      Object.defineProperty(window, "__MARIMO_MOUNT_CONFIG__", {{
        value: Object.freeze({{
            "layout": {layout},
            "session": {session.replace("<", chr(92) + "u003C")},
            "runtimeConfig": null
        }})}});</script></body></html>"""


def part(html, key):
    """A part of the page's configuration."""
    return json.loads(re.search(rf'"{key}": (.*),$', html, re.MULTILINE)[1])


def shown_by(html):
    return [output["data"] for cell in part(html, "session")["cells"] for output in cell["outputs"]]


def test_a_deck_shows_what_its_page_shows_with_its_own_time_and_headlines(chapter):
    setup, title, helper, numbers, picture = shown_by(deck_of(page_of(SHOWN), chapter))
    assert [setup, helper, numbers] == [{"text/plain": ""}] * 3
    assert title == {"text/markdown": "<h1>Title</h1> <p>about 2 minutes</p> &"}
    assert list(picture) == ["text/html"]
    assert re.search(r"<h3[^>]*>Drei — π</h3>.*<svg></svg> about 9 minutes", picture["text/html"], re.DOTALL)


def test_a_deck_has_a_decks_layout_and_look_and_its_page_has_not(chapter):
    page = page_of(SHOWN)
    deck = deck_of(page, chapter)
    assert part(deck, "layout") == layout_of(chapter, with_notes=False)
    head = deck.partition("</head>")[0]
    for name in ("deck.css", "deck_head.html"):
        assert ASSETS.joinpath(name).read_text(encoding="utf-8") in head
    assert "<svg>" not in deck  # markup stays escaped in the script
    assert deck.count("</head>") == page.count("</head>") == 1


@pytest.mark.parametrize("key", ["session", "layout"])
def test_a_page_of_another_form_is_refused(chapter, key):
    with pytest.raises(DeckError, match=f"has changed.*{key}"):
        deck_of(page_of(SHOWN).replace(f'"{key}"', '"other"'), chapter)


@pytest.mark.parametrize("data", [{"text/plain": "3"}, {}])
def test_a_headline_above_no_html_is_refused(chapter, data):
    with pytest.raises(DeckError, match="picture"):
        deck_of(page_of({**SHOWN, "picture": data}), chapter)
