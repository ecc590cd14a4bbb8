"""The audit page for administrators of a team. Only reads the audit log."""
