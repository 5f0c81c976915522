"""Pages of a recipient: a narrower index, since each row of a bulk chunk dirties a page of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WIDE = "ix_assertions_issuer_id_recipient_digest_created_at_id"
NARROW = "ix_assertions_recipient_digest_created_at"
KNOWN = sa.text("recipient_digest IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        NARROW, "assertions", ["recipient_digest", "created_at"], sqlite_where=KNOWN, postgresql_where=KNOWN
    )
    op.drop_index(WIDE, "assertions")


def downgrade() -> None:
    op.create_index(WIDE, "assertions", ["issuer_id", "recipient_digest", "created_at", "id"])
    op.drop_index(NARROW, "assertions")
