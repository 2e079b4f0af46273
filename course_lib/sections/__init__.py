"""One folder per notebook, for what that notebook alone uses."""
