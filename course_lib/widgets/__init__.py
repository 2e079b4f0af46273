# /// script
# dependencies = ["anywidget"]
# ///
"""What marimo has no counterpart for: controls that keep in step in the browser, and cards that answer.

(The dependency above is for a notebook built for the browser: marimo reads it
there when it packs this library.)
"""
