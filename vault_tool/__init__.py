"""A personal relationship manager over a folder of Markdown notes."""
