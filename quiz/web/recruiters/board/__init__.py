"""The results of a team: list, filter, one result, export, deletion.

Does not know how results are shared.
"""
