"""The page of a stored result, its link and its owner. Does not know how the result came about."""
