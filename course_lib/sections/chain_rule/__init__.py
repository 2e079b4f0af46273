"""5.3, the chain rule in action: a row of the operation table as its own source."""
