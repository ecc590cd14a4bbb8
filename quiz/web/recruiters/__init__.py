"""The pages of recruiters: a module for each thing that somebody of a team does."""
