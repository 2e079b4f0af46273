#!/usr/bin/env bash
# marimo 0.25.2 with anywidget 0.11.0: `marimo export html` sorts the keys of a widget's dictionary.
#
# Guessed before: a traitlets.Dict reaches the page in the order in which it was filled, as JSON objects usually do,
# so a script may draw one control per key in that order.
# Seen: the exported page holds {"a": 3, "b1": 2, "w1": 1} for {"w1": 1, "b1": 2, "a": 3}; a list of pairs keeps its
# order. A widget whose order means something must send pairs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q "marimo==0.25.2" "anywidget==0.11.0"

cat > page.py <<'NOTEBOOK'
import marimo

app = marimo.App()


@app.cell
def shown():
    import anywidget
    import marimo as mo
    import traitlets

    class Numbers(anywidget.AnyWidget):
        _esm = "export default { render({ model, el }) { el.textContent = Object.keys(model.get('numbers')).join() } }"
        numbers = traitlets.Dict().tag(sync=True)
        pairs = traitlets.List().tag(sync=True)

    start = {"w1": 1, "b1": 2, "a": 3}
    mo.ui.anywidget(Numbers(numbers=start, pairs=[list(pair) for pair in start.items()]))
    return
NOTEBOOK

venv/bin/marimo export html page.py -o page.html > /dev/null 2>&1
venv/bin/python - <<'CHECK'
import re
import sys

page = open("page.html", encoding="utf-8").read()
numbers = re.search(r'"numbers": (\{[^}]*\})', page).group(1)
pairs = re.search(r'"pairs": (\[\[.*?\]\])', page).group(1)
print("numbers:", numbers)
print("pairs:  ", pairs)
expected = numbers == '{"a": 3, "b1": 2, "w1": 1}' and pairs == '[["w1", 1], ["b1", 2], ["a", 3]]'
sys.exit(0 if expected else "marimo no longer does this: the sentence above is out of date")
CHECK
echo "As described: the dictionary is sorted, the list of pairs is not."
