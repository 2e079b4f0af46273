"""Protects the student's own network: every text gets a reply, and the last good graph stays.

``drawn`` is what the browser gets of an accepted text: sliders, and everything that the graph can show.
"""

import contextlib
import json
import math
from random import Random

import pytest
import traitlets

from course_lib import forward
from course_lib.exercises.judging import RIGHT, UNREADABLE
from course_lib.language.own import read_own
from course_lib.widgets.own_network import STAYS, OwnGraph, said_of_network
from course_lib.widgets.worksheet import Worksheet
from tests.networks import OPEN
from tests.tables import unpacked
from tests.widgets.sheets import send, shown

FIRST = "h = tanh(w*x)\nL = (h - 1)**2"
EXAMPLES = {"first": FIRST, "cycle": "h = tanh(w*h)\nL = h"}

PLANTED = [
    *(
        "",
        " ",
        "\n\n\n",
        "#",
        "# only a comment",
        "L",
        "L =",
        "= x",
        "L == x",
        "L = = x",
        "x",
        "3",
        "3 = x",
        "L = x = y",
    ),
    *(
        "L = x^2",
        "L = 2x",
        "L = x y",
        "L = x(y)",
        "L = (x",
        "L = x)",
        "L = ()",
        "L = x +",
        "L = + x",
        "L = x**y",
        "L = **",
    ),
    *("L = x ** ** 2", "L = 1e999*x", "L = 10**400", "L = 1/0", "L = log(0)", "L = log(-1)*x", "L = sqrt(-x*x - 1)"),
    *("L = exp(exp(exp(exp(x))))", "L = x/0", "L = x/(y - y)", "L = 0**-1*x", "L = foo(x)", "L = relu", "relu = x"),
    *(
        "exp = x\nL = exp(x)",
        "L = relu(x, y)",
        "L = maximum(x)",
        "L = sin()",
        "L = x @ y",
        "L = sum(x)",
        "L = mean(x)*x",
    ),
    *(
        "L = transpose(x)",
        "L = broadcast_like(x, y)",
        "L = size(x)",
        "L = where(x, y, z)",
        "L = sign(x)",
        "L = 3",
        "L = x",
    ),
    *("a = x\na = y", "a = b\nb = a", "a = a", "a = b\nb = c\nc = a\nL = a", "L = a + 1\na = x", "u = x\nL = u\nL = u"),
    *("L = __import__('os')", "__import__ = x", "L = eval('1')", "L = x.real", "L = x[0]", "L = {x}", "L = lambda: 0"),
    *(
        "import os",
        "L = x; y = 2",
        "L = x if y else z",
        "def = x",
        "L = None",
        "L = True",
        "self = x",
        "graph = x\nL = graph**2",
    ),
    *(
        "<script>alert(1)</script>",
        "L = <script>",
        "L = x # <img src=x onerror=alert(1)>",
        "L = '</textarea>'",
        "&lt; = x",
    ),
    *(
        "L = $x$",
        "L = x\\ny",
        "L = `x`",
        "%s = x",
        "{0} = x",
        "L = \\frac{1}{x}",
        "L = ∂x",
        "L = ⟦v3⟧",
        "⟦v3⟧ = x",
        "L = x²",
    ),
    *(
        "θ = σ(x)\nL = θ*θ",
        "Ω = x*π",
        "L = ｘ + 1",
        "L = ‮x",
        "L = x\u200b",
        "L = é*x",
        "L = 😀",
        "L = \ud800",
        "\x00",
        "L = x\x00",
    ),
    *(
        "L = x\x07*2",
        "L\t=\tx*x",
        "L = x*x\r\n",
        "L = x*x\rM = L*L",
        "\ufeffL = x*x",
        "L = x*x\x1b[31m",
        "L = x\u2028y",
        "L = x\x0cy",
    ),
    *("L = " + "x*" * 248 + "x", "L = " + "x" * 500, "L = " + "(" * 31 + "x" + ")" * 31, "L = " + "-" * 40 + "x"),
    *(
        "L = " + "(" * 240 + "x" + ")" * 240,
        "L = " + "sin(" * 29 + "x" + ")" * 29,
        "L = " + "sin(" * 100 + "x" + ")" * 100,
    ),
    *("\n" * 70 + "L = x", "\n".join(f"a{i} = x*x" for i in range(59)), "x" * 40_000, "L = x\n" * 20_000),
    *("\n".join(f"a{i + 1} = a{i}*a{i}" for i in range(58)), "\n".join(f"a{i + 1} = exp(a{i})" for i in range(58))),
    *("L = " + " + ".join(f"x{i}" for i in range(30)), "\n".join(f"b{i} = x{i}*y" for i in range(20)) + "\nL = b0*b1"),
    *(
        "x0 = a\nL = x0 - a",
        "L = x - x",
        "L = x*0",
        "L = (x > 0)*x",
        "L = (x > 0)",
        "L = x > 0",
        "L = (x > y) > z",
        "L = x < 3",
    ),
    *(
        "a = (x > 0)\nL = a*x",
        "L = abs(x)",
        "L = max(x, y)",
        "L = leaky_relu(x, 0.1)",
        "L = x**0",
        "L = x**-0.5",
        "L = 1e-300*x",
    ),
    *(
        "L = 1e300*x*1e300",
        "L = sigmoid(1000*x)",
        "L = tanh(x)**3/x",
        "y = x*2\nL = 3*z",
        "L = x*w\nM = 3",
        "nan = x*x",
        "inf = x*x",
    ),
    *(
        "L = inf*x",
        "L = NaN",
        "L = 1_000*x",
        "L = 0x10*x",
        "L = 1j*x",
        "L = .5*x",
        "L = 5.*x",
        "L = 1..2*x",
        "L = 1e*x",
        "L = 1e+x",
    ),
    *(
        "width = x*x",
        "datum = x\nL = datum**2",
        "constructor = x*x",
        "toString = x*x",
        "__proto__ = x*x",
        "prototype = x**2",
    ),
]


def random_texts():
    """Lines of the language's own words in any order, and good texts with one character changed."""
    random = Random(5)
    words = [
        "L",
        "x",
        "w",
        "h",
        "=",
        "=",
        "+",
        "-",
        "*",
        "/",
        "**",
        "(",
        ")",
        "sin",
        "relu(",
        "2",
        "0.5",
        "\n",
        ",",
        ">",
        "^",
    ]
    for _ in range(90):
        yield "".join(random.choice(words) + random.choice(["", " "]) for _ in range(random.randint(2, 14)))
    for _ in range(60):
        at = random.randrange(len(FIRST))
        yield FIRST[:at] + random.choice("()=*+-/.,x3h\n@^é\x00 ") + FIRST[at + 1 :]


TEXTS = [*PLANTED, *random_texts()]


def own_graph(asked=None):
    told = []
    own = OwnGraph(EXAMPLES, OPEN, told.append, asked)
    return own, told


def drawn(own):
    """What the browser gets of the network: sliders for all its inputs, and a program with a text for every step."""
    (group,) = unpacked(own.view.table)["groups"]
    program = json.loads("".join(group["pieces"]))
    assert program["evaluation"]["inputs"] == list(own.graph.inputs)
    assert own.sliders.now == own.view.numbers == own.network.start
    assert [name for name, _ in own.sliders.ranges] == list(own.graph.inputs)
    forward(own.graph, **own.network.start)  # it starts where it has a value
    for zoom in program["zooms"].values():
        assert len(zoom["same"]) == len(zoom["places"])
        assert "<svg" in zoom["picture"][0]
        assert zoom["table"]
    return program


def test_there_are_two_hundred_hostile_texts_and_more():
    assert len(set(TEXTS)) >= 200


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_text_is_answered_and_the_last_good_graph_stays(text):
    own, told = own_graph()
    before, program = own.network, drawn(own)
    send(own.box, "draw", text=text)
    verdict = own.box.verdict
    assert verdict["rung"] in (RIGHT, UNREADABLE)
    assert verdict["title"]
    if verdict["rung"] == UNREADABLE:
        assert told == []
        assert own.network is before
        assert drawn(own) == program
        assert STAYS in verdict["sentence"]
        assert own.box.drawn == FIRST
    else:
        assert told == [1]
        assert own.box.drawn == own.network.text
        drawn(own)
        Worksheet("5.2", 7).practice("About it", own.graph, own.network.askable)
    str(shown(own.box)).encode("utf-8")  # what goes to the browser can be sent


def test_enough_of_the_texts_are_refused_and_enough_are_drawn():
    own, told = own_graph()
    for text in TEXTS:
        send(own.box, "draw", text=text)
    assert len(told) > 40
    assert len(TEXTS) - len(told) > 120


@pytest.mark.parametrize("sent", [None, 3, ["L = x"], {"a": 1}, True, math.nan])
def test_a_message_without_a_text_is_answered_too(sent):
    own, told = own_graph()
    send(own.box, "draw", text=sent)
    assert told == []
    assert own.box.verdict["rung"] == UNREADABLE
    for message in ({}, {"act": 3}, {"act": "draw"}, {"act": "erase", "text": "L = x*x"}, []):
        with contextlib.suppress(traitlets.TraitError):
            own.box.set_state({"sent": message})
    assert own.network.text == FIRST


def test_what_cannot_be_read_is_shown_with_its_line_and_column():
    own, _ = own_graph()
    send(own.box, "draw", text="u = x*x\nL = u^2")
    verdict = own.box.verdict
    assert verdict["title"].startswith("Line 2, column 6: ")
    assert (verdict["source"], verdict["column"]) == ("L = u^2", 6)
    assert "**" in verdict["sentence"]


def test_a_cycle_is_refused_by_name():
    own, _ = own_graph()
    send(own.box, "draw", text="u = v + 1\nv = 2*u\nL = v**2")
    assert "u → v → u" in own.box.verdict["title"]
    assert own.network.text == FIRST


def test_numbers_survive_an_edit_and_come_back_with_their_name():
    own, _ = own_graph()
    own.sliders.numbers = {"w": -1.25, "x": 2.5}
    send(own.box, "draw", text="L = w*z")
    assert own.network.start["w"] == -1.25
    send(own.box, "draw", text="L = w*x*z")
    assert own.network.start == {"w": -1.25, "x": 2.5, "z": own.network.start["z"]}


def test_a_text_from_the_address_is_like_any_other():
    own, _ = own_graph("L = (x - 1)**2")
    assert own.network.text == "L = (x - 1)**2"
    assert own.box.text == own.network.text
    assert own.box.is_asked_for  # the page opens there
    assert not own_graph()[0].box.is_asked_for
    own, _ = own_graph("L = <script>\x00\ud800")
    assert own.network.text == FIRST
    assert own.box.text == "L = <script>��"
    assert own.box.verdict["rung"] == UNREADABLE
    for text in TEXTS[::5]:
        own, _ = own_graph(text)
        assert own.box.verdict["title"]
        str(shown(own.box)).encode("utf-8")


def test_unused_lines_are_said_to_be_left_out():
    own, _ = own_graph()
    send(own.box, "draw", text="a = u*2\nL = x*x")
    assert "u, a are not in the picture: the last line, L, does not depend on them." in own.box.verdict["sentence"]


def test_two_visitors_share_nothing():
    one, _ = own_graph()
    other, _ = own_graph()
    send(one.box, "draw", text="L = q*q")
    one.sliders.numbers = {"q": 2.5}
    assert other.network.text == FIRST
    assert "q" not in other.numbers
    assert "q" not in OPEN


def test_the_same_text_again_is_drawn_again():
    own, told = own_graph()
    send(own.box, "draw", text=FIRST)
    send(own.box, "draw", text=FIRST)
    assert told == [1, 2]


def test_the_verdict_lists_the_inputs_and_asks_about_a_product_without_its_sign():
    title, sentence = said_of_network(read_own("y = wx + b\nL = (y - t)**2", {}))
    assert (title, sentence) == (
        "Drawn.",
        "Inputs: wx, b, t. 3 operations. wx is one name here. Did you mean w*x?",
    )
    assert said_of_network(read_own("L = x**2", {}))[1] == "Input: x. 1 operation."
