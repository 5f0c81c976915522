"""Durable bulk work: a file of rows becomes a job, its chunks are issued wherever a process is free.

    formats.py      JSON lines, a JSON array or CSV, cut into rows as the bytes arrive
    csv_rows.py     what a spreadsheet's columns mean
    repeats.py      which of its keys an upload has had before
    receive.py      an upload becomes a job with its chunks, in the database
    lots.py         how many rows are made together, and how many inserted
    chunks.py       chunks: rows in, one transaction out for each
    executor.py     takes chunks, keeps their leases, in any number of processes and machines
    rows.py         the rows of some chunks, whole there and told of here
    workshop.py     the processes in which credentials are made

Everything a job knows is in the database: a chunk's credentials, its results and that it is done are one transaction
(ADR 11). Not here: issuing itself, which is `usecases/issue_assertions.py`.
"""
