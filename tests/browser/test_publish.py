"""Protects every address of the course: links in the gallery, on a served and an exported site; security headers."""

import re
import urllib.request
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from course_lib.page.chapters import CHAPTERS, built
from tests.browser.conftest import NOTEBOOKS
from tests.serving import course, folder, serve

FIRST = CHAPTERS[0]  # 5.0 is the start page, too


@pytest.fixture(scope="module")
def served():
    with course("serve") as address:
        yield f"{address}/"


@pytest.fixture(scope="module")
def gallery():
    with serve(NOTEBOOKS) as address:
        yield f"{address}/"


@pytest.fixture(scope="module")
def exported(site):
    with folder(site) as address:
        yield f"{address}/"


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def heading(address: str) -> str:
    """What a page of the course at this address has to show."""
    chapter = next((c for c in CHAPTERS if c.number in address or c.stem in address), FIRST)
    return f"{chapter.number} · {chapter.title}"


@pytest.mark.parametrize("where", ["gallery", "served", "exported"])
def test_every_link_of_every_page_leads_where_it_says(page: Page, where: str, request: pytest.FixtureRequest):
    start = request.getfixturevalue(where)
    read = (f"{start}5.3/", f"{start}?file=5_3_chain_rule.py", f"{start}slides/5.3.html")
    waiting, seen, texts = [start], set(), []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        is_deck = "/slides/" in address
        if (where != "exported" or is_deck) and address not in (start, *read):  # an exported page is read, and one deck
            with urllib.request.urlopen(address, timeout=60) as found:
                assert found.status == 200, address
            continue
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if where == "gallery" and address == start:
            page.get_by_text(str(built()[0])).first.wait_for()
        else:
            expect(page.get_by_role("heading", name=heading(address)).first).to_be_visible()
            if "slides" not in address or heading(address) != heading(start):  # the first deck has no such cell
                page.get_by_text("Next:").first.wait_for(state="attached")  # the last link's
        texts.append(page.locator("body").inner_text())
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            target = urljoin(page.url, link).partition("#")[0]
            if urlsplit(target).netloc == urlsplit(start).netloc:
                waiting.append(target)
            else:
                assert re.fullmatch(r"https://[\w.-]+\.[a-z]+(/\S*)?|data:,", target), target
    assert where == "exported" or seen & {*read}
    pages = {urlsplit(address)._replace(netloc="", scheme="").geturl() for address in seen}
    notebooks = {address for address in pages if any(c.number in address or c.stem in address for c in CHAPTERS)}
    assert len(notebooks) == len(built()) * (1 if where == "gallery" else 2)  # its page, and on a site its deck
    for chapter in CHAPTERS:
        if not chapter.is_built and where != "gallery":
            assert any(str(chapter) in text for text in texts)  # said, and as the walk has shown, no link


def test_security_headers_are_set_on_every_answer(served: str):
    for path in ("", "5.3/", "slides/5.3/"):
        with urllib.request.urlopen(served + path, timeout=60) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_a_student_may_not_reveal_a_prediction(page: Page, served: str):
    page.goto(f"{served}5.3/")
    page.get_by_role("button", name="Lock it in").first.wait_for()
    expect(page.get_by_role("button", name="Reveal")).to_have_count(0)
