"""A status index is used once: held by its counter, which comes in order, in place of the index, which is scattered.

Credentials of before keep their indexes, which were held to be different when they were stored, and have no counter.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = "uq_assertions_status_list_id_status_index"
SINCE = "uq_assertions_status_list_id_status_counter"


def upgrade() -> None:
    with op.batch_alter_table("assertions") as table:
        table.add_column(sa.Column("status_counter", sa.Integer()))
        table.drop_constraint(BEFORE, type_="unique")
        table.create_unique_constraint(SINCE, ["status_list_id", "status_counter"])


def downgrade() -> None:
    with op.batch_alter_table("assertions") as table:
        table.drop_constraint(SINCE, type_="unique")
        table.drop_column("status_counter")
        table.create_unique_constraint(BEFORE, ["status_list_id", "status_index"])
