"""The JWT form of assertions: made once per algorithm, served unchanged."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "assertion_jwts",
        sa.Column("assertion_id", TEXT, nullable=False),
        sa.Column("algorithm", TEXT, nullable=False),
        sa.Column("issuer_id", TEXT, nullable=False),
        sa.Column("signing_key_id", TEXT, nullable=False),
        sa.Column("jwt", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("assertion_id", "algorithm", name="pk_assertion_jwts"),
        sa.ForeignKeyConstraint(["assertion_id"], ["assertions.id"], name="fk_assertion_jwts_assertions"),
        sa.ForeignKeyConstraint(
            ["issuer_id", "signing_key_id"],
            ["issuer_keys.issuer_id", "issuer_keys.id"],
            name="fk_assertion_jwts_issuer_keys",
        ),
    )


def downgrade() -> None:
    op.drop_table("assertion_jwts")
