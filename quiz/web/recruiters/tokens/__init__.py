"""The page of the tokens by which a team's programs use the interface for programs."""
