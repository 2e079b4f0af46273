"""Protects the decks: notes by cell name that fit their notebook, and the layout made from them."""

import json
import re

import pytest

from course_lib.page.chapters import built
from course_lib.publish import deck
from course_lib.publish.deck import DeckError, cells_of, layout_of, read_notes, spoken, write_deck
from tests.meaning import says
from tests.publish.conftest import NOTEBOOK


def rewrite(chapter, old, new):
    path = deck.slides_file(chapter)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("chapter", built(), ids=str)
def test_every_notebooks_notes_fit_it(chapter):
    transition, notes = read_notes(chapter)
    assert transition in deck.TRANSITIONS
    slides = [entry for entry in notes.values() if entry["kind"] != "skip"]
    assert all(entry.get("say") and entry.get("minutes") for entry in slides)
    assert sum("ask" in entry for entry in slides) >= 3
    assert sum("expect" in entry for entry in slides) >= 3


def test_cells_are_found_in_the_files_order_and_those_that_show_something(chapter):
    assert [(cell.name, cell.shows) for cell in cells_of(chapter.path)] == [
        ("setup", False),
        ("title", True),
        ("helper", False),
        ("numbers", False),
        ("picture", True),
    ]


def test_positions_are_generated_from_names(chapter):
    layout = layout_of(chapter, with_notes=False)
    assert layout["type"] == "slides"
    assert layout["data"]["deck"]["transition"] == "fade"
    assert [cell["type"] for cell in layout["data"]["cells"]] == ["skip", "slide", "skip", "skip", "fragment"]


def test_notes_are_in_a_presenters_deck_and_in_no_other(chapter):
    assert "speakerNotes" not in json.dumps(layout_of(chapter, with_notes=False))
    cells = layout_of(chapter, with_notes=True)["data"]["cells"]
    notes = cells[1]["speakerNotes"].split("\n\n")
    for paragraph, part in zip(notes, ("2 min", "Welcome.", "Why?", "Because."), strict=True):  # in this order
        assert part in paragraph
    assert "speakerNotes" not in cells[4]
    assert spoken({"kind": "slide"}) == ""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[picture]", "[pictures]", ["pictures"]),
        ('[picture]\nkind = "fragment"', "", ["picture"]),
        ('kind = "fragment"', 'kind = "slides"', ["picture", "kind"]),
        ('kind = "fragment"', "", ["picture", "kind"]),
        ("ask =", "aks =", ["title", "aks"]),
        ('"fade"', '"fly"', ["'fly'", "transition"]),
        ("[title]", "[title", ["x.toml"]),
    ],
)
def test_notes_that_do_not_fit_are_refused(chapter, old, new, named):
    rewrite(chapter, old, new)
    with pytest.raises(DeckError) as refused:
        read_notes(chapter)
    assert says(str(refused.value), *named)


def test_missing_notes_are_refused(chapter):
    deck.slides_file(chapter).unlink()
    with pytest.raises(DeckError, match=re.escape(deck.slides_file(chapter).name)):
        read_notes(chapter)


def test_the_copy_is_the_notebook_with_a_layout_and_the_notebook_stays(chapter, tmp_path):
    folder = tmp_path / "decks"
    folder.mkdir()
    copy = write_deck(chapter, folder, with_notes=True)
    assert chapter.path.read_text(encoding="utf-8") == NOTEBOOK
    text = copy.read_text(encoding="utf-8")
    assert str(folder / "x.slides.json") in text
    assert "deck.css" in text
    assert text.count("marimo.App(") == 1
    assert json.loads((folder / "x.slides.json").read_text(encoding="utf-8"))["data"]["cells"][1]["speakerNotes"]


def test_a_headline_stands_above_what_its_cell_shows_and_nowhere_else(chapter, tmp_path):
    (tmp_path / "built").mkdir()
    copy = write_deck(chapter, tmp_path / "built", with_notes=True).read_text(encoding="utf-8")
    assert "    notebook.slide('Drei — π', mo.md(str(m)))\n" in copy
    assert copy.count("notebook.slide") == 1


def test_a_headline_survives_a_cell_that_ends_over_several_lines():
    source = 'def a():\n    x = "é"\n    f(\n        "ü",\n        x,\n    )\n    return\n'
    made = deck.with_headlines(source, {"a": "H"})
    assert made == 'def a():\n    x = "é"\n    notebook.slide(\'H\', f(\n        "ü",\n        x,\n    ))\n    return\n'
