"""Protects the start page: it has a link to every notebook and to its slides."""

import pytest

from course_lib.page import notebook, start_page
from course_lib.page.chapters import ALONE, CHAPTERS, EXPORTED, GALLERY, SERVED, START, built
from course_lib.page.site import SITE


@pytest.mark.parametrize(
    ("site", "page", "slides"),
    [
        (SERVED, "(../{}/)", "(../slides/{}/)"),
        (EXPORTED, "({}.html)", "(slides/{}.html)"),
        (GALLERY, "(?file=", "`course present "),
        (ALONE, "", "`course present "),
    ],
)
def test_there_is_a_way_into_every_notebook_that_is_built(site, page, slides):
    lines = start_page.ways_table(site).splitlines()[2:]
    assert len(lines) == len(built())
    for chapter, line in zip(built(), lines, strict=True):
        assert chapter.title in line
        assert f"{chapter.minutes} minutes" in line
        assert page.format(chapter.number) in line
        assert slides.format(chapter.number) in line
        assert ("](" in line) == (site != ALONE)


@pytest.mark.parametrize("site", [ALONE, GALLERY, SERVED, EXPORTED])
def test_the_maps_stops_are_the_chapters_and_lead_to_others_only(site):
    stops = start_page.stops(site, here="5.0")
    assert [stop.number for stop in stops] == [chapter.number for chapter in CHAPTERS]
    assert [stop.number for stop in stops if stop.here] == ["5.0"]
    leading = {stop.number for stop in stops if stop.address}
    assert leading == (set() if site == ALONE else {chapter.number for chapter in built()} - {"5.0"})


@pytest.mark.parametrize(
    ("site", "leads_to"),
    [(SERVED, "../5.0/#glossary"), (EXPORTED, "5.0.html#glossary"), (GALLERY, "?file=5_0_start_here.py#glossary")],
)
def test_every_page_leads_to_the_glossary(site, leads_to, monkeypatch):
    monkeypatch.setenv(SITE, site)
    for chapter in built():
        top = notebook.header(chapter.number, minutes=1, able_to=["read"]).text
        assert f'href="{leads_to if chapter is not START else "#glossary"}"' in top


def test_a_page_alone_has_no_dead_link_to_the_glossary():
    assert [start_page.glossary_link(chapter, ALONE) for chapter in CHAPTERS] == [""] * len(CHAPTERS)


def test_a_table_of_words_has_a_line_a_row_and_a_cell_a_heading():
    assert start_page.words_table(["a", "b"], [["1", "2"]]) == "| a | b |\n| :--- | :--- |\n| 1 | 2 |"
