"""Changing one note: bytes in, bytes out, and nothing but the intended bytes different."""
