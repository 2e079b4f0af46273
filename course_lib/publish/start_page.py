"""The page a visitor meets first: every notebook, its page and its deck."""

from html import escape

from course_lib.chapters import CHAPTERS, EXPORTED, Chapter
from course_lib.draw.theme import STYLESHEET

STYLE = """
body { margin: 0 auto; padding: 2.5rem 1.2rem; max-width: 46rem; color: var(--bp-ink); background: var(--bp-page);
       font: 17px/1.55 "PT Sans", system-ui, sans-serif; }
h1 { font: 400 2.2rem/1.2 Lora, Georgia, serif; margin: 0 0 0.3rem; }
ol { list-style: none; padding: 0; margin: 1.5rem 0; }
li { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; align-items: baseline; padding: 0.55rem 0;
     border-bottom: 1px solid var(--bp-line); }
li span { flex: 1 1 16rem; }
.later { color: var(--bp-muted); }
a { color: var(--bp-accent); }
a:focus-visible { outline: 2px solid var(--bp-accent); outline-offset: 2px; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; } }
"""


def start_page(site: str) -> str:
    """The start page of a served or an exported site, as a whole HTML document."""
    items = "\n".join(_item(chapter, site) for chapter in CHAPTERS)
    dark = STYLESHEET[STYLESHEET.index(".dark {") :].partition("}")[0].replace(".dark", ":root") + "}"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backpropagation, live</title>
<link rel="icon" href="data:,">
<style>{STYLESHEET}
@media (prefers-color-scheme: dark) {{ {dark} }}
{STYLE}</style>
</head>
<body>
<h1>Backpropagation, live</h1>
<p class="later">IME775 · Week 5 · The engine of deep learning</p>
<p>Move a slider and watch a network's values flow forward and its gradients flow back. Predict first, then look.</p>
<ol>
{items}
</ol>
</body>
</html>
"""


def _item(chapter: Chapter, site: str) -> str:
    title = escape(str(chapter))
    if not chapter.is_built:
        return f'<li class="later"><span>{title}</span> not built yet</li>'
    page, deck = f"{chapter.number}/", f"slides/{chapter.number}/"
    if site == EXPORTED:
        page, deck = f"{chapter.number}.html", f"slides/{chapter.number}.html"
    return (
        f'<li><span><a href="{page}">{title}</a></span> <a href="{deck}" aria-label="Slides of {title}">slides</a></li>'
    )
