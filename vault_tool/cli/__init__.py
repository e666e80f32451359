"""The terminal: arguments in, one engine question, rendered answer out."""
