"""Other programs' formats and what they say of people: bytes in, plain values out, no files."""
