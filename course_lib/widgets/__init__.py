# /// script
# dependencies = ["anywidget"]
# ///
"""Widgets that marimo does not have: controls that stay in step with each other in the browser, and cards that answer.

(The dependency above is for a notebook built for the browser: marimo reads it
there when it packs this library.)
"""
