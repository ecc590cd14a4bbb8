"""From the start page to a result: questions, check answers, invitations, booth.

Knows nothing of recruiters.
"""
