"""Several devices: the only room that starts git. All networking is git's own."""
