"""Protects the map of the course: every notebook once, nothing overlaps, and a link wherever there is a page."""

import re
import xml.etree.ElementTree as ET

import pytest

from course_lib.page import notebook
from course_lib.page.chapters import CHAPTERS, built
from course_lib.page.course_map import CARD_WIDTH, Stop, course_map
from course_lib.page.site import SITE
from tests.meaning import says

SVG = "{http://www.w3.org/2000/svg}"
STOPS = [Stop(f"5.{i}", f"Title {i}", f"Question {i}?", 10 + i, f"5.{i}.html") for i in range(5)]


def boxes(svg):
    rectangles = ET.fromstring(svg).iter(f"{SVG}rect")
    return [tuple(float(each.get(name)) for name in ("x", "y", "width", "height")) for each in rectangles]


@pytest.mark.parametrize("many", [1, 2, 3, 5, 8])
def test_cards_stay_inside_and_apart(many):
    svg = course_map((STOPS * 2)[:many])
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
    found = boxes(svg)
    assert len(found) == many
    for i, (x, y, w, h) in enumerate(found):
        assert min(x, y) >= 0
        assert x + w <= width
        assert y + h <= height
        assert not [1 for a, b, c, d in found[:i] if x < a + c and a < x + w and y < b + d and b < y + h]


def test_an_arrow_leads_from_each_card_to_the_next():
    svg = course_map(STOPS)
    arrows = re.search(r'class="edge" d="([^"]*)"', svg)[1]
    assert arrows.count("M") == len(STOPS) - 1
    assert re.search(r'class="tip" d="([^"]*)"', svg)[1].count("M") == len(STOPS) - 1
    assert course_map(STOPS[:1]).count("M") == 0


def test_a_stop_without_a_page_is_no_link_and_says_so():
    svg = course_map([*STOPS, Stop("5.5", "Later", "When?")])
    links = [a.get("href") for a in ET.fromstring(svg).iter(f"{SVG}a")]
    assert links == [stop.address for stop in STOPS]
    assert says(svg, "not built")
    assert any(says(label, "5.5", "Later", "not built", "When?") for label in re.findall(r'aria-label="([^"]*)"', svg))


def test_a_hostile_title_stays_text():
    root = ET.fromstring(course_map([Stop("5.0", "<script>&", '"?', 1, 'x" onclick="')]))
    assert not [e for e in root.iter() if "script" in e.tag or e.get("onclick")]


def test_every_text_has_room_in_its_card():
    for chapter in CHAPTERS:
        assert 8.7 * len(chapter.title) < CARD_WIDTH
        assert 7.3 * len(chapter.question) < CARD_WIDTH


@pytest.mark.parametrize(("site", "address"), [("exported", "5.3.html"), ("served", "../5.3/")])
def test_the_courses_own_map_has_every_chapter_and_links_to_all_that_are_built(monkeypatch, site, address):
    monkeypatch.setenv(SITE, site)
    root = ET.fromstring(notebook.course_map(here="5.0").text)
    cards = {g.get("data-node"): " ".join(g.itertext()) for g in root.iter(f"{SVG}g")}
    assert list(cards) == [chapter.number for chapter in CHAPTERS]
    for chapter in CHAPTERS:
        assert chapter.title in cards[chapter.number]
        time = f"{chapter.minutes} min" if chapter.is_built else "not built"
        assert time in cards[chapter.number]
    links = [a.get("href") for a in root.iter(f"{SVG}a")]
    assert len(links) == len(built()) - 1  # not to itself
    assert address in links
