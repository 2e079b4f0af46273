"""The course's notebooks in order, and where one links to another.

A link is written once, by number. It resolves in the gallery of ``marimo run
notebooks``, on ``course serve``, and in an exported site, on a page and on a deck.
"""

from dataclasses import dataclass
from pathlib import Path

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
GALLERY, SERVED, EXPORTED, ALONE = "gallery", "served", "exported", "alone"


@dataclass(frozen=True)
class Chapter:
    """One notebook: its number in the lecture, the name of its file, its title."""

    number: str
    stem: str
    title: str

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return NOTEBOOKS / f"{self.stem}.py"

    @property
    def is_built(self) -> bool:
        """Whether the notebook exists."""
        return self.path.exists()

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


CHAPTERS = (
    Chapter("5.0", "5_0_start_here", "Start here"),
    Chapter("5.1", "5_1_why_backpropagation", "Why backpropagation"),
    Chapter("5.2", "5_2_computational_graphs", "Computational graphs"),
    Chapter("5.3", "5_3_chain_rule", "The chain rule in action"),
    Chapter("5.4", "5_4_layer_gradients", "Layer gradients"),
    Chapter("5.5", "5_5_gradient_checking", "Gradient checking"),
    Chapter("5.6", "5_6_vanishing_gradients", "Vanishing gradients"),
    Chapter("5.7", "5_7_training", "Training a network"),
)


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
    """The chapters before and behind this one."""
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


def start_address(site: str) -> str:
    """The start page's address, relative to a chapter's page."""
    return {GALLERY: "/", SERVED: "../", EXPORTED: "index.html", ALONE: ""}[site]
