"""Personal invitations: whom a team invites by e-mail, how far they have come, and reminders."""
