"""One question of a worksheet: its card, every attempt at it, its hints, its fresh ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from course_lib.exercises import judging
from course_lib.exercises.choice import CHOICE, ChoiceQuestion
from course_lib.exercises.compared import compared
from course_lib.exercises.judging import Judged, Verdict
from course_lib.exercises.known_answers import known_answers
from course_lib.exercises.log import MOST_ATTEMPTS, MOST_ROUNDS, Entry, Round
from course_lib.exercises.question import Question, Wording
from course_lib.widgets.cards import MISSES, QuestionCard, clean_texts
from course_lib.widgets.lookup import lookup_table, packed

HINTS = ("A hint: the formula", "Another: the factors", "Show the worked answer")
CHOICE_HINTS = ("A hint", "Another hint", "Show the answer and its reason")
FRESH = "A fresh question of this kind"
ROUNDS_ALONE = 3  # how many rounds of each question a page without Python includes
ROUNDS_WITH_PICTURES = 1  # of both passes; with those of all rounds 5.3's page would be a fifth larger

Asked = Question | ChoiceQuestion
Make = Callable[[Random, int], Asked]  # (random, how many fresh questions came before) → question


class QuestionItem:
    """One question: every attempt at it, the hints shown, and how many fresh ones there were.

    ``make`` draws the question with this student's ``random`` numbers. ``wording`` has the
    texts that are the same for every student, if the card shows nothing else before an
    answer: then the question is drawn for the first answer and not for the page.
    ``changed`` is called after each message.
    """

    def __init__(
        self,
        name: str,
        make: Make,
        random: Callable[[str, int], Random],
        changed: Callable[[], None],
        offline: bool,
        wording: Callable[[int], Wording] | None = None,
    ) -> None:
        self.name, self.make, self.random, self.changed, self.said_to_all = name, make, random, changed, wording
        self.before: list[_Told] = []  # the rounds before a fresh question
        self.attempts: list[tuple[str, ...]] = []
        self._drawn: Asked | None = None
        self.solved: tuple[str, ...] = ()  # the attempt that was right, whatever was tried after it
        self.card = QuestionCard(self._heard, heading=name)
        self._start(0)
        if offline:
            first = self._alone(0)
            if first["answers"]:
                rounds = [first, *map(self._alone, range(1, ROUNDS_ALONE))]
                self.card.show(rounds=rounds, pictures=taken_out(rounds))
            else:
                self.card.show(judged=False, hints=first["hints"])

    @property
    def question(self) -> Asked:
        """The question with this student's numbers, drawn when it is first needed."""
        if self._drawn is None:
            self._drawn = self._draw(self.fresh)
        return self._drawn

    @property
    def title(self) -> str:
        """What the log calls it."""
        return f"{self.name}: {self.wording.topic}"

    @property
    def is_right(self) -> bool:
        """Whether an attempt was right, whatever was tried after it."""
        return bool(self.solved)

    @property
    def said(self) -> str:
        """The attempt that was right, or else the last one."""
        attempt = self.solved or (self.attempts[-1] if self.attempts else ())
        return "; ".join(text for text in attempt if text.strip())

    @property
    def standing(self) -> str:
        """How it stands, for the log: this round, and those before it."""
        return "; then ".join(standing_of(told) for told in [*self.before, self._now()])

    def entry(self) -> Entry:
        """What was said, for the log's file."""
        return Entry(self.name, tuple(told.round for told in [*self.before, self._now()]))

    def restore(self, entry: Entry) -> None:
        """Repeat the answers from a log; they are judged again."""
        self.before = []
        for fresh, one in enumerate(entry.rounds):
            self._start(fresh)
            for attempt in one.attempts:
                self._answer(attempt)
            self.hints_shown = min(one.hints, len(self.question.hints)) if one.hints else 0
        self.card.show(texts=list(self.attempts[-1]) if self.attempts else [], **self._shown())

    def _now(self) -> "_Told":
        return _Told(Round(tuple(self.attempts[-MOST_ATTEMPTS:]), self.hints_shown), self.tries, self.is_right)

    def _start(self, fresh: int) -> None:
        """Start a question that nobody has answered yet; ``fresh`` counts the questions before it."""
        if fresh:
            self.before.append(self._now())
        self.fresh = fresh
        self._drawn = None
        self.wording = self.said_to_all(fresh) if self.said_to_all else self.question.wording
        self.attempts = []
        self.misses = self.hints_shown = self.tries = 0
        self.solved = ()
        self.judged = Judged(first_verdict(self.wording))
        self.card.show(**face_of(self.wording), texts=[], asked=self.card.asked + 1, **self._shown())

    def _draw(self, fresh: int) -> Asked:
        return self.make(self.random(self.name, fresh), fresh)

    def _alone(self, fresh: int) -> dict[str, Any]:
        """A round for a page without Python: the question, its known answers, its hints and the button's labels."""
        asked = self.question if fresh == self.fresh else self._draw(fresh)
        return {
            "face": face_of(asked.wording),
            "first": asdict(first_verdict(asked.wording)),
            "answers": known_answers(asked, has_pictures=fresh < ROUNDS_WITH_PICTURES),
            "hints": list(asked.hints),
            "labels": [*hint_labels(asked), FRESH if fresh + 1 < ROUNDS_ALONE else ""],
        }

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "answer":
            self._answer(clean_texts(sent))
            self.card.show(**self._shown())
        elif act == "help" and self._help_there_is():
            self._help()
        elif act == "fresh" and self.judged.mistakes and self._fresh_there_is():
            self._start(self.fresh + 1)
        self.changed()

    def _answer(self, texts: tuple[str, ...]) -> None:
        self.judged = judging.judged(self.question, texts)
        if self.judged.verdict.rung == judging.NOTHING or self.attempts[-1:] == [texts]:
            return
        self.attempts.append(texts)
        self.misses += self.judged.verdict.is_miss
        self.tries += self.judged.verdict.rung != judging.UNREADABLE and not self.is_right
        if self.judged.verdict.rung == judging.RIGHT:
            self.solved = texts

    def _help(self) -> None:
        """Show the next hint or, after the last one or a right answer, a fresh question."""
        if self._help_there_is() == FRESH:
            self._start(self.fresh + 1)
        else:
            self.hints_shown += 1
            self.card.show(**self._shown())

    def _help_there_is(self) -> str:
        """The label of the help button; empty if there is no help."""
        if self.is_right:
            return self._fresh_there_is()
        return [*hint_labels(self.question), self._fresh_there_is()][self.hints_shown] if self.misses >= MISSES else ""

    def _fresh_there_is(self) -> str:
        """The label of the button for a fresh question; empty if a log holds no more rounds."""
        return FRESH if self.fresh + 1 < MOST_ROUNDS else ""

    def _shown(self) -> dict[str, Any]:
        """The card's verdict and available help."""
        hints = list(self.question.hints[: self.hints_shown]) if self.hints_shown else []
        shown = {"verdict": asdict(self.judged.verdict), "hints": hints, "help": self._help_there_is()}
        return {**shown, "compared": self._compared()}

    def _compared(self) -> dict[str, Any]:
        """The student's own backward pass beside the right one, where the mistake is known; else nothing."""
        found = self.judged
        both = compared(found.mistakes, found.point.values) if found.point else None
        return {**asdict(both), "fresh": self._fresh_there_is()} if both else {}


def taken_out(rounds: Sequence[Mapping[str, Any]]) -> str:
    """The pictures of backward passes as one packed table; in the answers, each is replaced by its place there.

    They differ in a few numbers only.
    """
    pictures: dict[str, int] = {}
    for both in (answer["compared"] for one in rounds for answer in one["answers"] if "compared" in answer):
        for name in ("right", "yours"):
            both[name] = pictures.setdefault(both[name], len(pictures))
    return packed(lookup_table(list(pictures), (len(pictures),))) if pictures else ""


def face_of(wording: Wording) -> dict[str, Any]:
    """The wording in the form that a card's script expects."""
    return {
        "asks": wording.asks,
        "prompt": wording.prompt,
        "given": list(wording.given),
        "typing": wording.typing,
        "numbers": wording.about,
        "fields": list(wording.fields),
    }


def first_verdict(wording: Wording) -> Verdict:
    """The text in the verdict's place before there is one."""
    return Verdict(
        judging.NOTHING, "Choose an answer." if wording.asks == CHOICE else "Type an answer and press Enter."
    )


def hint_labels(asked: Asked) -> tuple[str, ...]:
    """The button's label before each hint."""
    return (CHOICE_HINTS if isinstance(asked, ChoiceQuestion) else HINTS)[: len(asked.hints)]


@dataclass(frozen=True)
class _Told:
    """A round as the log tells it. ``tries`` counts what could be judged, up to the first right answer."""

    round: Round
    tries: int
    is_right: bool


def standing_of(told: _Told) -> str:
    """How one round of a question stands: ``right, 2 tries, worked answer seen``."""
    if not told.round.attempts:
        return "open"
    tries = f", {told.tries} {'try' if told.tries == 1 else 'tries'}" if told.tries else ""
    help_seen = ("", ", 1 hint", ", 2 hints", ", worked answer seen")[min(told.round.hints, 3)]
    return f"{'right' if told.is_right else 'not yet'}{tries}{help_seen}"
