"""Credentials of the caller's own making: without an achievement, and without a status entry unless asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COLUMNS = (
    ("achievement_id", TEXT),
    ("achievement_version", sa.Integer()),
    ("status_list_id", TEXT),
    ("status_index", sa.Integer()),
)


def upgrade() -> None:
    with op.batch_alter_table("assertions") as table:
        for name, kind in COLUMNS:
            table.alter_column(name, existing_type=kind, nullable=True)


def downgrade() -> None:
    """Fails, and changes nothing, where such credentials have been signed: they must not be lost."""
    with op.batch_alter_table("assertions") as table:
        for name, kind in COLUMNS:
            table.alter_column(name, existing_type=kind, nullable=False)
