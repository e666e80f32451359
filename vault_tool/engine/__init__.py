"""Decisions as pure functions of facts, settings and today."""
