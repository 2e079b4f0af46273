"""The top of a notebook, and the links from one notebook to another."""

import textwrap
from collections.abc import Sequence

import marimo as mo

from course_lib.drawing.theme import STYLESHEET
from course_lib.page import chapters
from course_lib.page.chapters import START, Chapter, chapter_of, neighbours, start_address
from course_lib.page.site import site
from course_lib.page.start_page import glossary_link


def header(number: str, minutes: int, able_to: Sequence[str]) -> mo.Html:
    """The top of a notebook: its place in the course, title, time and goals, and the page's stylesheet."""
    chapter = chapter_of(number)
    goals = "\n".join(f"- {goal}" for goal in able_to)
    words = mo.md(
        f"""
        {_way(chapter)}

        # {chapter.number} · {chapter.title}

        <p class="bp-meta">IME775 · Week 5 · Backpropagation · about {minutes} minutes</p>

        **After this notebook you can**

        {textwrap.indent(goals, " " * 8).strip()}
        """
    )
    return mo.Html(f"<style>{STYLESHEET}</style>{words.text}")


def link(number: str, text: str = "") -> str:
    """A Markdown link to another notebook, by its number; plain text while it is not built."""
    return chapters.link(chapter_of(number), site(), text)


def _way(chapter: Chapter) -> str:
    """Links to the notebooks before and after, to the start page and to the glossary."""
    here = site()
    before, behind = neighbours(chapter)
    parts = [f"← {chapters.link(before, here)}" if before else ""]
    start = start_address(here) if chapter is not START else ""
    parts.append(f"[all notebooks]({start})" if start else "")
    parts.append(glossary_link(chapter, here))
    parts.append(f"{chapters.link(behind, here)} →" if behind else "")
    return " · ".join(part for part in parts if part)
