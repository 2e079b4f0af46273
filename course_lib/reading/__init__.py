"""What a graph says: as text, as formulas, as steps, as sentences, and as a program for the browser."""
