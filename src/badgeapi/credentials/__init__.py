"""What the documents are: Open Badges 3.0 classes, named as in the specification, and their shape.

One file per class family; the leaves (texts, IRIs, terms) are in `values.py`, times in `time.py`, the rules
that span several members in `rules.py`, the whole check of a document in `shape.py`. What JSON-LD makes of a
document is `canon/jsonld.py`; whether to trust it is `verification/`.
"""
