"""Data protection, for administrators: one person's data, and the record of processing."""
