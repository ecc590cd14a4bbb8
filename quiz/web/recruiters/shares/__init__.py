"""Links by which a team shows results to others. Does not decide what a link reveals."""
