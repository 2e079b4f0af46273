"""Predictions, and questions that recognise known mistakes and say what was done wrong."""

from course_lib.exercises.judging import judge
from course_lib.exercises.question import derivative

__all__ = ["derivative", "judge"]
