"""The only place that starts processes: documents that may cost much are judged there, within limits.

A thread cannot be stopped; a process can. What runs here is the same pure judging as anywhere, so nothing but the
limits of time and memory is different.
"""
