"""The course's errors, with one class per cause.

Each error says what was found, what was expected and one thing to do. The same
data is kept in fields, so that a page can show it where the student looks.
"""

import difflib
from collections.abc import Iterable


class CourseError(Exception):
    """Base of every error this library raises on a user's input.

    ``problem`` says what was found and what was expected; ``hint`` says one
    thing to do about it.
    """

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem, hint)
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.problem} {self.hint}".strip()


class ParseError(CourseError):
    """A text that cannot be read as a network. ``line`` and ``column`` count from 1."""

    def __init__(self, problem: str, line: int, column: int, source: str = "", hint: str = "") -> None:
        super().__init__(problem, hint)
        self.line = line
        self.column = column
        self.source = source

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {super().__str__()}"


class AssignedTwiceError(ParseError):
    """A name that stands to the left of ``=`` on two lines."""


class UsedBeforeAssignedError(ParseError):
    """A name that is used before the line that assigns it; ``assigned_line`` is that line."""

    assigned_line: int


class CycleError(ParseError):
    """Lines that need each other's values; ``names`` lists them and ends with the first one again."""

    names: tuple[str, ...]


class NameTakenError(CourseError):
    """A name that a graph cannot use: taken already, reserved, or not a valid name."""


class BuildError(CourseError):
    """An operation that cannot be recorded: foreign handles, a non-constant exponent, …"""


class MissingInputError(CourseError):
    """Inputs of the graph that were given no value; ``names`` lists them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        listed = ", ".join(self.names)
        call = ", ".join(f"{name}=…" for name in self.names)
        super().__init__(f"No value was given for {listed}.", f"Pass {call} to forward as well.")


class UnknownNameError(CourseError, KeyError):
    """A name that the graph does not have; ``close`` is the most similar name it has, or None."""

    def __init__(self, name: object, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        match = difflib.get_close_matches(str(name), self.known, n=1)
        self.close = match[0] if match else None
        listed = f"It has {', '.join(self.known)}." if self.known else "It has none."
        hint = f"Did you mean {self.close}?" if self.close else listed
        super().__init__(f"This graph has no {name!r} here.", hint)


class InputValueError(CourseError):
    """A value that is neither a real number nor an array of them."""

    def __init__(self, name: str, value: object) -> None:
        self.name = name
        self.value = value
        try:
            found = f"{type(value).__name__} {value!r}"
        except ValueError:  # an integer of more than 4,300 digits
            found = f"{type(value).__name__} with too many digits"
        super().__init__(
            f"{name} must be a number or an array of numbers, not the {found[:80]}.", "Pass a float or a NumPy array."
        )


class ShapeError(CourseError):
    """Arrays whose shapes do not fit together; ``shapes`` lists the shapes that were found."""

    def __init__(self, problem: str, shapes: Iterable[tuple[int, ...]], hint: str = "") -> None:
        super().__init__(problem, hint)
        self.shapes = tuple(shapes)


class DomainError(CourseError):
    """A value for which an operation is not defined, such as the log of a negative number."""

    def __init__(self, where: str, reason: str, found: str) -> None:
        self.where = where
        self.reason = reason
        self.found = found
        super().__init__(f"{where}: {reason}, but the argument is {found}.", "Change an input to avoid this.")


class NotScalarError(CourseError):
    """A loss that is an array: without an upstream gradient, "its gradient" has no meaning."""

    def __init__(self, name: str, shape: tuple[int, ...]) -> None:
        self.name = name
        self.shape = shape
        super().__init__(
            f"{name} is an array of shape {shape}, but a gradient needs a single number.",
            f"Take the sum or the mean of {name}, or pass upstream= with shape {shape}.",
        )


class SettingError(CourseError):
    """A setting outside its allowed range, such as a layer without columns or a negative step."""

    def __init__(self, name: str, value: object, expected: str, hint: str) -> None:
        self.name = name
        self.value = value
        super().__init__(f"{name} must be {expected}, not {value!r}.", hint)


class NotForwardError(CourseError):
    """A backward pass before any forward pass, when there are no values yet at which to differentiate."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what}: backward before forward.", "Call forward first: backward needs its values.")


class TargetError(CourseError):
    """Targets for which the loss has no meaning, such as a class that does not exist or a probability above 1."""

    def __init__(self, expected: str, found: object, hint: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"The targets must be {expected}, but one of them is {found!r}.", hint)
