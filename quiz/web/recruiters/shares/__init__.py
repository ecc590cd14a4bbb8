"""Links with which a team shares results. Does not decide what such a link reveals."""
