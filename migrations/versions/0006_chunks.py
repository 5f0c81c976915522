"""Bulk issuing: keys that come again in an upload, failures of a chunk."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("job_chunks", sa.Column("after", sa.Integer()))
    op.add_column("job_chunks", sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "claimed_keys",
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("issuer_id", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("request_sha256", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "issuer_id", "key", name="pk_claimed_keys"),
        sa.ForeignKeyConstraint(["job_id"], ["assertion_jobs.id"], name="fk_claimed_keys_assertion_jobs"),
    )


def downgrade() -> None:
    op.drop_table("claimed_keys")
    op.drop_column("job_chunks", "failures")
    op.drop_column("job_chunks", "after")
