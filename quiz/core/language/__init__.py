"""The rules language as values; must not know how they are loaded, decided or proved."""
