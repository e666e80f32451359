"""The disposable copy of the facts in the notes; the only room that knows SQLite and watchdog."""
