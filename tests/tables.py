"""Shared by tests of what a page carries for its browser."""

import base64
import gzip
import json


def unpacked(text):
    """A table, from the text that ``widgets.lookup.packed`` made of it."""
    return json.loads(gzip.decompress(base64.b64decode(text)))
