"""The start page's parts: the map of the course, links to each notebook, the glossary.

The texts are Markdown. ``at`` says for which kind of site they are, since links differ.
"""

from collections.abc import Sequence

import marimo as mo

from course_lib.page import course_map as drawn
from course_lib.page.chapters import ALONE, CHAPTERS, START, Chapter, address, built, chapter_of, deck_address, link
from course_lib.page.course_map import Stop
from course_lib.page.glossary import GLOSSARY
from course_lib.page.layout import stack
from course_lib.page.site import site
from course_lib.widgets.place import Place

GLOSSARY_PLACE = "glossary"  # the part of an address behind #; also what marimo calls the glossary's heading


def course_map(here: str) -> mo.Html:
    """The map of the course; each notebook that is built is a link. ``here`` is the number of this one."""
    return mo.Html(drawn.course_map(stops(site(), here)))


def ways_in() -> mo.Html:
    """One line per notebook that is built: its page and its slides. Only for a page, since a deck is elsewhere."""
    return mo.md(ways_table(site()))


def glossary() -> mo.Html:
    """Every word of the course with its meaning and where it first occurs; a link to ``#glossary`` leads here."""
    return stack(mo.ui.anywidget(Place(GLOSSARY_PLACE)), mo.md(glossary_table(site())))


def stops(at: str, here: str) -> list[Stop]:
    """Every chapter as a stop of the map; those that are built lead to their page. ``here`` is this page's number."""
    return [
        Stop(
            chapter.number,
            chapter.title,
            chapter.question,
            chapter.minutes,
            address(chapter, at) if chapter.is_built and at != ALONE and chapter.number != here else "",
            here=chapter.number == here,
        )
        for chapter in CHAPTERS
    ]


def ways_table(at: str) -> str:
    """One line per notebook that is built: its page, its minutes, and its slides or how to present them."""
    rows = [
        [chapter.number, link(chapter, at, chapter.title), f"{chapter.minutes} minutes", _slides(chapter, at)]
        for chapter in built()
    ]
    return words_table(["", "notebook", "time", "in class"], rows)


def glossary_table(at: str) -> str:
    """Every word of the course with its meaning and where it first occurs, in alphabetical order."""
    rows = [
        [f"**{term.name}**", term.meaning, term.also, link(chapter_of(term.met), at, term.met)]
        for term in sorted(GLOSSARY, key=lambda term: term.name.lower())
    ]
    return words_table(["term", "what it means here", "others say", "first met in"], rows)


def glossary_link(chapter: Chapter, at: str) -> str:
    """A Markdown link from the chapter's page to the glossary on the start page; empty if there is none."""
    if at == ALONE or not START.is_built:
        return ""
    return f"[glossary]({'' if chapter is START else address(START, at)}#{GLOSSARY_PLACE})"


def words_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of words in Markdown, which may hold links."""
    lines = [headings, [":---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _slides(chapter: Chapter, at: str) -> str:
    where = deck_address(chapter, at)
    return f"[slides of {chapter.number}]({where})" if where else f"`course present {chapter.stem[:3]}`"
