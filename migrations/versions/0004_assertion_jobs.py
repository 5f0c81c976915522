"""Bulk issuing: jobs and their chunks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
UNFINISHED = sa.text("state IN ('receiving', 'open')")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "assertion_jobs",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("issuer_id", TEXT),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("on_error", TEXT, nullable=False),
        sa.Column("achievement_id", TEXT),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_assertion_jobs"),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_assertion_jobs_issuers"),
    )
    op.create_index("ix_assertion_jobs_created_at_id", "assertion_jobs", ["created_at", "id"])
    op.create_index("ix_assertion_jobs_issuer_id_created_at_id", "assertion_jobs", ["issuer_id", "created_at", "id"])
    op.create_index(
        "ix_assertion_jobs_unfinished",
        "assertion_jobs",
        ["state"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_table(
        "job_chunks",
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("owner", TEXT),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_until", TIME),
        sa.Column("started_at", TIME),
        sa.Column("done_at", TIME),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("duplicate", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("rows", sa.LargeBinary()),
        sa.Column("results", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_job_chunks"),
        sa.ForeignKeyConstraint(["job_id"], ["assertion_jobs.id"], name="fk_job_chunks_assertion_jobs"),
    )
    op.create_index(
        "ix_job_chunks_waiting",
        "job_chunks",
        ["number", "job_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("job_chunks")
    op.drop_table("assertion_jobs")
