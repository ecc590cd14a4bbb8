"""Rules, answers and outcomes in the words of one language, ready for templates.

Knows no request and no page.
"""
