"""What all pages share: services, rendering, errors, confirmation, rate limits.

Knows no applicant and no recruiter.
"""
