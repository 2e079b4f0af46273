"""Protects the list of notebooks: it fits the files, their minutes come from them, links lead where they say."""

import pytest

from course_lib.page.chapters import (
    ALONE,
    CHAPTERS,
    EXPORTED,
    GALLERY,
    NOTEBOOKS,
    SERVED,
    START,
    Chapter,
    address,
    built,
    chapter_of,
    deck_address,
    link,
)

EXISTING = sorted(path.stem for path in NOTEBOOKS.glob("5_*.py"))


def test_every_notebook_is_a_chapter_and_numbers_and_names_agree():
    assert [chapter.stem for chapter in built()] == EXISTING
    assert all(chapter.stem.startswith(chapter.number.replace(".", "_")) for chapter in CHAPTERS)
    assert [chapter.number for chapter in CHAPTERS] == [f"5.{i}" for i in range(8)]
    assert START in built()


def test_every_chapter_answers_a_question_of_its_own():
    questions = [chapter.question for chapter in CHAPTERS]
    assert all(question.endswith("?") for question in questions)
    assert len(set(questions)) == len(CHAPTERS)


@pytest.mark.parametrize("chapter", built(), ids=str)
def test_the_readme_shows_every_notebook(chapter):
    root = NOTEBOOKS.parent
    (row,) = [line for line in (root / "README.md").read_text(encoding="utf-8").splitlines() if f"[{chapter}]" in line]
    picture = f"assets/pictures/{chapter.stem}.png"
    assert f"(notebooks/{chapter.stem}.py)" in row
    assert f'src="{picture}"' in row
    assert (root / picture).is_file()


@pytest.mark.parametrize("chapter", built(), ids=str)
def test_minutes_are_what_the_notebook_says_on_its_first_line(chapter):
    said = f"minutes={chapter.minutes},"
    assert said in chapter.path.read_text(encoding="utf-8")
    assert 5 <= chapter.minutes <= 60


def test_without_a_notebook_or_without_its_word_there_are_no_minutes(tmp_path, monkeypatch):
    monkeypatch.setattr("course_lib.page.chapters.NOTEBOOKS", tmp_path)
    chapter = Chapter("9.9", "x", "A chapter")
    assert chapter.minutes is None
    chapter.path.write_text("print('five minutes=5')", encoding="utf-8")
    assert chapter.minutes is None
    chapter.path.write_text("header('9.9', minutes=7)", encoding="utf-8")
    assert chapter.minutes == 7


def test_addresses_differ_by_site_and_what_is_not_built_is_no_link():
    chapter = chapter_of("5_3")
    assert [address(chapter, site) for site in (GALLERY, SERVED, EXPORTED)] == [
        "?file=5_3_chain_rule.py",
        "../5.3/",
        "5.3.html",
    ]
    assert [deck_address(chapter, site) for site in (GALLERY, ALONE, SERVED, EXPORTED)] == [
        "",
        "",
        "../slides/5.3/",
        "slides/5.3.html",
    ]
    assert link(Chapter("9.9", "nowhere", "Nowhere"), SERVED) == "9.9 Nowhere"
    with pytest.raises(KeyError, match=r"no notebook 9\.9"):
        chapter_of("9.9")
