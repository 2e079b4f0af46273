"""What a notebook calls to become a page."""
