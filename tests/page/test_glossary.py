"""Protects the words of the course: each has one meaning, and is used in the notebook that the glossary names."""

import ast
import re
from functools import cache

import pytest

from course_lib.page import notebook
from course_lib.page.chapters import CHAPTERS, START, built
from course_lib.page.glossary import GLOSSARY
from course_lib.page.site import SITE

# The words that every notebook must use in one way.
AGREED = {"upstream gradient", "local derivative", "contribution", "gradient", "VJP", "topological order"}
# What a student who knows calculus and no networks looks up first.
NEEDED = {"node", "edge", "weight", "neuron", "layer", "bias", "user", "fan-out", "relu", "tangent", "batch"}


@cache
def prose(chapter):
    """The words of a notebook: the texts that it passes to its pieces, without Markdown's signs."""
    calls = [
        node for node in ast.walk(ast.parse(chapter.path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    given = [value for call in calls for value in (*call.args, *(option.value for option in call.keywords))]
    texts = [node.value for value in given for node in ast.walk(value) if isinstance(node, ast.Constant)]
    said = " ".join(text for text in texts if isinstance(text, str))
    return re.sub(r"[*`$]", "", " ".join(said.split())).lower()


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.name)
def test_a_term_is_met_in_the_first_notebook_behind_the_start_that_says_it(term):
    word = re.compile(rf"\b{re.escape(term.name.lower())}(s|es)?\b")
    assert term.met == next(
        chapter.number for chapter in built() if chapter is not START and word.search(prose(chapter))
    )


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.name)
def test_a_meaning_is_one_sentence_or_two_and_does_not_explain_a_word_by_itself(term):
    assert term.meaning.endswith(".")
    assert 20 < len(term.meaning) < 110
    assert term.name.lower() not in term.meaning.lower().split(",")[0] or term.name == "gradient"
    assert "|" not in term.meaning + term.also  # it stands in a table


def test_every_word_stands_there_once_and_the_agreed_ones_are_among_them():
    names = [term.name for term in GLOSSARY]
    assert len(set(names)) == len(names)
    assert set(names) >= AGREED | NEEDED
    assert not {term.also for term in GLOSSARY} & set(names)


def test_every_notebook_but_this_one_and_those_of_known_words_adds_a_word():
    assert {term.met for term in GLOSSARY} <= {chapter.number for chapter in CHAPTERS}
    assert {term.met for term in GLOSSARY} >= {"5.1", "5.3", "5.5", "5.6", "5.7"}


def test_the_page_shows_all_of_them_in_the_alphabets_order(monkeypatch):
    monkeypatch.setenv(SITE, "exported")
    text = notebook.glossary().text
    places = [text.index(f">{term.name}<") for term in sorted(GLOSSARY, key=lambda term: term.name.lower())]
    assert places == sorted(places)
    assert 'href="5.3.html"' in text
