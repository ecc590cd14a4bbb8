"""The pages of whoever runs the quiz: its state, its teams and their accounts.

They show nothing of applicants and their results. They build on the accounts of recruiters.
"""
