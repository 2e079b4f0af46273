"""One prediction of a worksheet: its card, and its single answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from course_lib.exercises.log import Entry, Round
from course_lib.exercises.prediction import Prediction
from course_lib.widgets.cards import PredictionCard, clean_texts, nothing, told


class PredictionItem:
    """A prediction that can be locked once.

    ``changed`` is called after each message. ``offline`` lets the card answer by
    itself; ``presenter`` puts a button on it that reveals the outcome.
    """

    def __init__(
        self, name: str, prediction: Prediction, changed: Callable[[], None], presenter: bool, offline: bool
    ) -> None:
        self.name, self.prediction, self.changed = name, prediction, changed
        self.presenter = presenter
        self.said = ""
        self.card = PredictionCard(
            self._heard,
            heading=name,
            prompt=prediction.prompt,
            options=list(prediction.options),
            presenter=presenter,
            replies={said: self._reply(said) for said in prediction.options} if offline else {},
            verdict=nothing("Commit first. You see what happens when you have locked your prediction."),
        )

    @property
    def title(self) -> str:
        """What the log calls it."""
        return self.name

    @property
    def standing(self) -> str:
        """How it stands, for the log."""
        if not self.said:
            return "open"
        return "came true" if self.prediction.is_right(self.said) else f"it was: {self.prediction.outcome}"

    def entry(self) -> Entry:
        """What was said, for the log's file."""
        return Entry(self.name, (Round(((self.said,),) if self.said else ()),))

    def restore(self, entry: Entry) -> None:
        """Repeat the answer from a log."""
        self.said = ""
        self.card.show(locked=False, said="", verdict=nothing("Commit first."))
        for attempt in entry.rounds[0].attempts[:1]:
            formerly = self.prediction.formerly
            self._lock([formerly.get(text, text) for text in attempt])

    def _heard(self, act: str, sent: Mapping[str, Any]) -> None:
        if act == "lock":
            self._lock(clean_texts(sent))
            self.changed()
        elif act == "reveal" and self.presenter and not self.said:
            self.card.verdict = told("revealed", self.prediction.revealed(), self.prediction.why)

    def _lock(self, texts: Sequence[str]) -> None:
        """Keep what was said; nothing changes it afterwards."""
        said = texts[0].strip() if texts else ""
        if self.said:
            return
        if not self.prediction.accepts(said):
            wanted = "Choose one of the answers first." if self.prediction.options else "Type a number first."
            self.card.verdict = told("unreadable", wanted)
            return
        self.said = said
        self.card.show(said=said, locked=True, verdict=self._reply(said))

    def _reply(self, said: str) -> dict[str, Any]:
        title, why = self.prediction.reply(said)
        return told("right" if self.prediction.is_right(said) else "wrong", title, why)
