"""The folder of notes: finding it, walking it, and the one door through which it is written."""
