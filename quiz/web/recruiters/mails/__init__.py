"""Mails of a team to applicants: their templates, what they say to each, and sending them."""
