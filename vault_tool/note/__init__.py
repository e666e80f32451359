"""The text of one note and its meaning: text in, values out, no files."""
