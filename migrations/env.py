"""Run by Alembic over the connection of `badgeapi.store.migrate`, which nobody else can overlap."""

from alembic import context

from badgeapi.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
