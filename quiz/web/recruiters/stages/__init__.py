"""The stages of a team's own: their names in words, and the pages on which they are managed."""
