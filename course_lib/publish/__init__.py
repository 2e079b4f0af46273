"""What marimo's own commands do not have: a stable address for every notebook, decks, and a site without Python."""
