"""What a text says, however it is worded: the numbers and names in it, and which of them belong together.

A sentence may be written better at any time. A wrong number, a wrong name or a turned direction must still be seen.
"""

import re

NUMBER = re.compile(r"(?<![\w.])[−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[−-]?\d+)?")
SENTENCE_END = re.compile(r"[.?!](?=\W|$)|\n")
CLAUSE_END = re.compile(r"[.,;:?!](?=\W|$)|\n")


def says(text: str, *parts: object) -> bool:
    """Whether each of these numbers, names or words is in the text as a whole: 0.5 is not in 10.52."""
    return all(
        re.search(rf"(?<![\w.−-]){re.escape(str(part))}(?!\w|\.\d)", text, re.IGNORECASE | re.UNICODE) for part in parts
    )


def numbers_in(text: str) -> list[float]:
    """Every number that is written in the text, in order; no digits of names, as in h1."""
    return [float(found.replace("−", "-").replace(",", "")) for found in NUMBER.findall(text)]


def sentence(text: str, word: str) -> str:
    """The one sentence that contains the word."""
    return _only(SENTENCE_END.split(text), word)


def clause(text: str, word: str) -> str:
    """The one part of a sentence, between commas and full stops, that contains the word."""
    return _only(CLAUSE_END.split(text), word)


def together(text: str, *parts: object) -> bool:
    """Whether some part of a sentence, between its commas and full stops, says all of these."""
    return any(says(part, *parts) for part in CLAUSE_END.split(text))


def _only(parts: list[str], word: str) -> str:
    (found,) = [part.strip() for part in parts if says(part, word)]
    return found
