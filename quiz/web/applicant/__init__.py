"""Pages for applicants, from the start page to the result: questions, invitations, booth.

Knows nothing of recruiters.
"""
