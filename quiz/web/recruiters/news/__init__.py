"""News of a team: what has happened since a recruiter last looked, on a page and by mail."""
