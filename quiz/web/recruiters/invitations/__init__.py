"""Invitations of a team: making, changing, posters and booths. Does not know what came of them."""
