"""Jobs by state: SQLite never took the index of the unfinished, as it does not see that one state is among several."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ALL = "ix_assertion_jobs_state"
UNFINISHED = "ix_assertion_jobs_unfinished"
STATES = sa.text("state IN ('receiving', 'open')")


def upgrade() -> None:
    op.create_index(ALL, "assertion_jobs", ["state"])
    op.drop_index(UNFINISHED, "assertion_jobs")


def downgrade() -> None:
    op.create_index(UNFINISHED, "assertion_jobs", ["state"], sqlite_where=STATES, postgresql_where=STATES)
    op.drop_index(ALL, "assertion_jobs")
