"""The course's notebooks in order, and the links between them.

A link is written once, by the notebook's number. It works in the gallery of ``marimo run
notebooks``, on ``course serve`` and in an exported site, on a page and on a deck.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from course_lib.resources import folder

NOTEBOOKS = folder("notebooks")
GALLERY, SERVED, EXPORTED, ALONE = "gallery", "served", "exported", "alone"


@dataclass(frozen=True)
class Chapter:
    """One notebook: its number in the lecture, its file's name, its title, and the question that it answers."""

    number: str
    stem: str
    title: str
    question: str = ""

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return NOTEBOOKS / f"{self.stem}.py"

    @property
    def is_built(self) -> bool:
        """Whether the notebook exists."""
        return self.path.exists()

    @property
    def minutes(self) -> int | None:
        """How long the notebook says that it takes; None if it is not built or does not say."""
        if not self.is_built:
            return None
        for node in ast.walk(ast.parse(self.path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "minutes":
                return int(ast.literal_eval(node.value))
        return None

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


CHAPTERS = (
    Chapter("5.0", "5_0_start_here", "Start here", "How does this course work?"),
    Chapter("5.1", "5_1_why_backpropagation", "Why backpropagation", "What does a gradient cost?"),
    Chapter("5.2", "5_2_computational_graphs", "Computational graphs", "How is a network a graph?"),
    Chapter("5.3", "5_3_chain_rule", "The chain rule in action", "How do gradients flow back?"),
    Chapter("5.4", "5_4_layer_gradients", "Layer gradients", "And for whole matrices?"),
    Chapter("5.5", "5_5_gradient_checking", "Gradient checking", "Is this gradient right?"),
    Chapter("5.6", "5_6_vanishing_gradients", "Vanishing gradients", "Why do deep networks stall?"),
    Chapter("5.7", "5_7_training", "Training a network", "What are gradients for?"),
)

START = CHAPTERS[0]  # the page that a visitor meets first


def built() -> list[Chapter]:
    """The notebooks that exist, in order."""
    return [chapter for chapter in CHAPTERS if chapter.is_built]


def chapter_of(number: str) -> Chapter:
    """The chapter with this number, as ``5.3`` or ``5_3``; KeyError if there is none."""
    wanted = number.replace("_", ".")
    for chapter in CHAPTERS:
        if chapter.number == wanted:
            return chapter
    raise KeyError(f"There is no notebook {number}; there are {', '.join(chapter.number for chapter in built())}.")


def neighbours(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after this one."""
    i = CHAPTERS.index(chapter)
    return (CHAPTERS[i - 1] if i > 0 else None), (CHAPTERS[i + 1] if i + 1 < len(CHAPTERS) else None)


def address(chapter: Chapter, site: str) -> str:
    """The chapter's address, relative to another chapter's page (or deck, for its deck)."""
    return {
        GALLERY: f"?file={chapter.stem}.py",
        SERVED: f"../{chapter.number}/",
        EXPORTED: f"{chapter.number}.html",
    }[site]


def link(chapter: Chapter, site: str, text: str = "") -> str:
    """A Markdown link to the chapter; plain text where there is nothing to link to."""
    words = text or str(chapter)
    if site == ALONE or not chapter.is_built:
        return words
    return f"[{words}]({address(chapter, site)})"


def deck_address(chapter: Chapter, site: str) -> str:
    """The address of the chapter's slides, relative to another chapter's page; empty where there are none."""
    return {SERVED: f"../slides/{chapter.number}/", EXPORTED: f"slides/{chapter.number}.html"}.get(site, "")


def start_address(site: str) -> str:
    """The start page's address, relative to a chapter's page."""
    return {GALLERY: "/", SERVED: "../", EXPORTED: "index.html", ALONE: ""}[site]
