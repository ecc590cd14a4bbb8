"""The pages of webhooks, by which a team's programs are told what happens."""
