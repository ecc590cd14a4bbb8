"""The interface for programs, `/api/v1`: JSON, tokens of teams, no cookies."""
