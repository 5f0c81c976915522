"""HTTP: one file per noun, `problems.py` for errors, `access.py` for who may do what, `strict_route.py` for bodies."""
