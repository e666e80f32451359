"""The version, readable without importing anything heavier than this line."""

VERSION = "0.1.0"
