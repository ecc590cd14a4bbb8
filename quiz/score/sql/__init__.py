"""The rules as one SQL statement, which scores answer sheets where they lie."""
