"""What all pages share: services, rendering, error pages, confirmation pages, rate limits.

Knows nothing of applicants or recruiters.
"""
