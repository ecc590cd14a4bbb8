"""Decides the outcome of one answer sheet; must not read files or know what is proved."""
