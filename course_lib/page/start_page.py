"""What the start page says of the whole course: the map's stops, a way into each notebook, the glossary.

Texts only, in Markdown; ``site`` says which kind of site they are for, since links differ.
"""

from collections.abc import Sequence

from course_lib.page.chapters import ALONE, CHAPTERS, START, Chapter, address, built, chapter_of, deck_address, link
from course_lib.page.course_map import Stop
from course_lib.page.glossary import GLOSSARY

GLOSSARY_PLACE = "glossary"  # the part of an address behind #; also what marimo calls the glossary's heading


def stops(site: str, here: str) -> list[Stop]:
    """Every chapter as a stop of the map; those that are built lead to their page. ``here`` is this page's number."""
    return [
        Stop(
            chapter.number,
            chapter.title,
            chapter.question,
            chapter.minutes,
            address(chapter, site) if chapter.is_built and site != ALONE and chapter.number != here else "",
            here=chapter.number == here,
        )
        for chapter in CHAPTERS
    ]


def ways_in(site: str) -> str:
    """A line for each notebook that is built: its page, its minutes, and its slides or how to present them."""
    rows = [
        [chapter.number, link(chapter, site, chapter.title), f"{chapter.minutes} minutes", _slides(chapter, site)]
        for chapter in built()
    ]
    return words_table(["", "notebook", "time", "in class"], rows)


def glossary(site: str) -> str:
    """Every word of the course with its meaning and where it is met, in the alphabet's order."""
    rows = [
        [f"**{term.name}**", term.meaning, term.also, link(chapter_of(term.met), site, term.met)]
        for term in sorted(GLOSSARY, key=lambda term: term.name.lower())
    ]
    return words_table(["word", "what it means here", "others say", "met in"], rows)


def glossary_link(chapter: Chapter, site: str) -> str:
    """A Markdown link from the chapter's page to the glossary on the start page; empty where none leads."""
    if site == ALONE or not START.is_built:
        return ""
    return f"[glossary]({'' if chapter is START else address(START, site)}#{GLOSSARY_PLACE})"


def words_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of words in Markdown, which may hold links."""
    lines = [headings, [":---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _slides(chapter: Chapter, site: str) -> str:
    where = deck_address(chapter, site)
    return f"[slides of {chapter.number}]({where})" if where else f"`course present {chapter.stem[:3]}`"
