"""A student's predictions and answers, written to a file that a student can read, and read back from it.

A file that is read back may come from anyone. Its size is limited, it is checked
against the schema, and its verdicts are never trusted: only the answers are read, and
they are judged again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course_lib.errors import CourseError

KIND, VERSION = "backpropagation course log", 1
LARGEST = 2_000_000  # characters
MOST_ENTRIES, MOST_ROUNDS, MOST_ATTEMPTS, MOST_HINTS, LONGEST = 100, 30, 50, 10, 500
LARGEST_SEED = 999_999


class LogError(CourseError):
    """A file that is not a log of this notebook; ``problem`` and ``hint`` are for the page."""


@dataclass(frozen=True)
class Round:
    """All attempts at one question before a fresh one of its kind, in order, and how many hints were used.

    An attempt has the texts of a question's fields, or a prediction's single answer.
    """

    attempts: tuple[tuple[str, ...], ...] = ()
    hints: int = 0


@dataclass(frozen=True)
class Entry:
    """One prediction or question, by name. A question has one round more than fresh ones were asked for."""

    name: str
    rounds: tuple[Round, ...] = (Round(),)


@dataclass(frozen=True)
class Log:
    """One notebook's entries and the seed its numbers were drawn from."""

    notebook: str
    seed: int
    entries: tuple[Entry, ...]


def write_log(log: Log, verdicts: Mapping[str, str]) -> str:
    """The log as readable JSON. ``verdicts`` says how each entry stands; it is for the reader and is not read back."""
    entries = [
        {
            "name": entry.name,
            "rounds": [
                {"said": [list(attempt) for attempt in asked.attempts], "hints": asked.hints} for asked in entry.rounds
            ],
            "verdict": verdicts.get(entry.name, ""),
        }
        for entry in log.entries
    ]
    content = {"kind": KIND, "version": VERSION, "notebook": log.notebook, "seed": log.seed, "entries": entries}
    return json.dumps(content, ensure_ascii=False, indent=1)


def read_log(text: str, notebook: str) -> Log:
    """The log in a file's text.

    Raises:
        LogError: the text is not a log, belongs to another notebook, is too large or is damaged; the error says which.
    """
    if not isinstance(text, str) or len(text) > LARGEST:
        raise LogError("This file is too large for a log.", "Choose the file that this page saved.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise LogError("This file is damaged, or it is not a log.", "Choose the file that this page saved.") from None
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise LogError("This file is not a log of this course.", "Choose the file that this page saved.")
    if content.get("version") != VERSION:
        raise LogError("This log comes from another version of the course.", "You can still read it as text.")
    if content.get("notebook") != notebook:
        other = printable(str(content.get("notebook"))[:20])
        raise LogError(f"This log belongs to notebook {other}, not to {notebook}.", "Open it there.")
    entries = content.get("entries")
    if not is_seed(content.get("seed")):
        raise LogError("This log has no usable seed.", "It may have been changed by hand.")
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise LogError("This log has no usable list of entries.", "It may have been changed by hand.")
    read = tuple(_entry(entry, i) for i, entry in enumerate(entries, start=1))
    if len({entry.name for entry in read}) < len(read):
        raise LogError("Two entries in this log have the same name.", "It may have been changed by hand.")
    return Log(notebook, int(content["seed"]), read)


def printable(text: str) -> str:
    """The text with a blank for each character that cannot be shown: control characters, halves of surrogate pairs."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def is_seed(value: object) -> bool:
    """Whether this is a whole number that a page can be seeded with."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEED


def _entry(content: Any, position: int) -> Entry:
    damaged = LogError(f"Entry {position} of this log cannot be read.", "It may have been changed by hand.")
    if not isinstance(content, dict):
        raise damaged
    name, rounds = content.get("name"), content.get("rounds")
    if not isinstance(name, str) or not 0 < len(name) <= 100:
        raise damaged
    if not isinstance(rounds, list) or not 0 < len(rounds) <= MOST_ROUNDS:
        raise damaged
    return Entry(printable(name), tuple(_round(one, damaged) for one in rounds))


def _round(content: Any, damaged: LogError) -> Round:
    if not isinstance(content, dict):
        raise damaged
    said, hints = content.get("said"), content.get("hints")
    if not isinstance(said, list) or len(said) > MOST_ATTEMPTS:
        raise damaged
    if not isinstance(hints, int) or isinstance(hints, bool) or not 0 <= hints <= MOST_HINTS:
        raise damaged
    for attempt in said:
        if not isinstance(attempt, list) or not 0 < len(attempt) <= 20:
            raise damaged
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in attempt):
            raise damaged
    return Round(tuple(tuple(map(printable, attempt)) for attempt in said), hints)
