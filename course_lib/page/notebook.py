"""Everything that a notebook calls, under one name: ``from course_lib.page import notebook``.

This module only collects names. Each function is defined in another module of this folder.
"""

from course_lib.page.answers import drills, what_you_said, worksheet
from course_lib.page.controls import choose, sliders
from course_lib.page.followers import follows, pins
from course_lib.page.graphs import chain_graph, chosen, derivation_of, live_graph, place
from course_lib.page.header import header, link
from course_lib.page.kinds import on_this_page
from course_lib.page.layout import after_prediction, beside, row, slide, stack
from course_lib.page.own import own_box, own_graph, own_network
from course_lib.page.runs import canvas, player, run, unfold
from course_lib.page.site import in_editor
from course_lib.page.start_page import course_map, glossary, ways_in
from course_lib.page.text import code, not_on_slides, numbers_table, says, small_print, source, verbatim

__all__ = [
    "after_prediction",
    "beside",
    "canvas",
    "chain_graph",
    "choose",
    "chosen",
    "code",
    "course_map",
    "derivation_of",
    "drills",
    "follows",
    "glossary",
    "header",
    "in_editor",
    "link",
    "live_graph",
    "not_on_slides",
    "numbers_table",
    "on_this_page",
    "own_box",
    "own_graph",
    "own_network",
    "pins",
    "place",
    "player",
    "row",
    "run",
    "says",
    "slide",
    "sliders",
    "small_print",
    "source",
    "stack",
    "unfold",
    "verbatim",
    "ways_in",
    "what_you_said",
    "worksheet",
]
