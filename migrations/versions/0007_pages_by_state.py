"""Pages of one state, of all issuers and of an achievement: found where they begin instead of looked for."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_assertions_state_created_at_id", ["state", "created_at", "id"]),
    ("ix_assertions_achievement_id_state_created_at_id", ["achievement_id", "state", "created_at", "id"]),
)


def upgrade() -> None:
    for name, columns in INDEXES:
        op.create_index(name, "assertions", columns)


def downgrade() -> None:
    for name, _ in INDEXES:
        op.drop_index(name, "assertions")
