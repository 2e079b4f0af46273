"""What marimo's own commands lack: every notebook at a stable address, decks, a site without Python."""
