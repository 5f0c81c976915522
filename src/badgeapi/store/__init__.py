"""The store: the only room that speaks SQL.

    engine.py       `Store`, `open_store`: what the rest of the house sees
    sqlite.py       runner: reads inline, one writer thread with group commit
    checkpoints.py  SQLite's log moves into the file beside that thread
    postgresql.py   runner: the same functions in a few threads
    failures.py     what a database may answer with: `Duplicate`, `Unavailable`
    scope.py        whose rows a query may touch
    tables.py       the map of the database
    rows.py         rows to values and back, kept to the scope
    statements.py   what the driver runs by itself: point reads and inserts
    migrate.py      Alembic, run from Python under a lock

Every other file is a noun: its frozen values, and one plain function of a `Connection` per query. A query
takes the caller's `Scope` second, or is named `public_*` and serves what anybody may read. Rules of the
business live in `usecases`: a query says what is recorded and changes it from one allowed state to another,
nothing more.
"""
