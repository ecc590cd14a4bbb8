"""A team's invitations, with their posters and booths. Does not know about results."""
