"""Three versions of one note become one: what both devices wrote is there, once, in its place."""
