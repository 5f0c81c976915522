"""Judging a document: parse -> facts -> checks -> report. Pure: the caller fetches what the checks say they need.

To add a check, write one file in `checks/` and one row in `catalogue.py`.
"""
