"""What clients send and receive, one file per noun. Requests know their commands; responses know their rows.

Requests are `Node`s in the request reading: closed, strict, `null` means absent (`credentials/node.py`).
"""
