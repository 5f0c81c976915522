"""Chunks that wait for others: a dry run asked all chunks of its job, after each, whether any waits for it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AFTER = "ix_job_chunks_after"
WAITING = sa.text("after IS NOT NULL")


def upgrade() -> None:
    op.create_index(AFTER, "job_chunks", ["job_id", "after"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index(AFTER, "job_chunks")
