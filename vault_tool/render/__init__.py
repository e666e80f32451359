"""Results to characters: templates, layouts, JSON."""
