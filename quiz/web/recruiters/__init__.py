"""The pages of a team that is signed in. Nothing else in the web imports it."""
