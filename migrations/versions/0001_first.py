"""The first schema; what each column means stands in `badgeapi/store/tables.py`.

A migration is a record of what was done: it does not import tables.py, which moves on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTES = sa.LargeBinary()


def required(name, type_):
    return sa.Column(name, type_, nullable=False)


def upgrade() -> None:
    op.create_table(
        "issuers",
        required("id", TEXT),
        required("slug", TEXT),
        required("origin", TEXT),
        required("did", TEXT),
        required("did_method", TEXT),
        required("profile", BYTES),
        required("version", sa.Integer()),
        required("created_at", TIME),
        required("updated_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_issuers"),
        sa.UniqueConstraint("slug", name="uq_issuers_slug"),
        sa.UniqueConstraint("did", name="uq_issuers_did"),
    )
    op.create_index("ix_issuers_created_at_id", "issuers", ["created_at", "id"])

    op.create_table(
        "api_keys",
        required("id", TEXT),
        required("issuer_id", TEXT),
        required("name", TEXT),
        required("secret_sha256", BYTES),
        required("scopes", TEXT),
        required("created_at", TIME),
        sa.Column("expires_at", TIME),
        sa.Column("revoked_at", TIME),
        sa.Column("last_used_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_api_keys_issuers"),
        sa.UniqueConstraint("secret_sha256", name="uq_api_keys_secret_sha256"),
    )
    op.create_index("ix_api_keys_issuer_id", "api_keys", ["issuer_id"])

    op.create_table(
        "achievements",
        required("id", TEXT),
        required("issuer_id", TEXT),
        sa.Column("key", TEXT),
        required("version", sa.Integer()),
        required("state", TEXT),
        required("created_at", TIME),
        required("updated_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_achievements"),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_achievements_issuers"),
        sa.UniqueConstraint("issuer_id", "key", name="uq_achievements_issuer_id_key"),
        sa.UniqueConstraint("issuer_id", "id", name="uq_achievements_issuer_id_id"),
    )
    op.create_index("ix_achievements_issuer_id_created_at_id", "achievements", ["issuer_id", "created_at", "id"])
    op.create_index("ix_achievements_created_at_id", "achievements", ["created_at", "id"])

    op.create_table(
        "achievement_versions",
        required("achievement_id", TEXT),
        sa.Column("version", sa.Integer(), nullable=False, autoincrement=False),
        required("document", BYTES),
        required("request_sha256", BYTES),
        required("created_at", TIME),
        sa.PrimaryKeyConstraint("achievement_id", "version", name="pk_achievement_versions"),
        sa.ForeignKeyConstraint(["achievement_id"], ["achievements.id"], name="fk_achievement_versions_achievements"),
    )

    op.create_table(
        "issuer_keys",
        required("issuer_id", TEXT),
        required("id", TEXT),
        required("suite", TEXT),
        required("version", sa.Integer()),
        required("state", TEXT),
        required("public_key", TEXT),
        sa.Column("sealed_private", BYTES),
        required("created_at", TIME),
        sa.Column("retired_at", TIME),
        sa.PrimaryKeyConstraint("issuer_id", "id", name="pk_issuer_keys"),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_issuer_keys_issuers"),
        sa.UniqueConstraint("issuer_id", "suite", "version", name="uq_issuer_keys_issuer_id_suite_version"),
    )
    op.create_index(
        "uq_issuer_keys_active",
        "issuer_keys",
        ["issuer_id", "suite"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )

    op.create_table(
        "status_lists",
        required("id", TEXT),
        required("issuer_id", TEXT),
        required("purpose", TEXT),
        required("number", sa.Integer()),
        required("size", sa.Integer()),
        required("next", sa.Integer()),
        required("permutation_key", BYTES),
        required("change", sa.Integer()),
        required("changed_at", TIME),
        required("created_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_status_lists"),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_status_lists_issuers"),
        sa.UniqueConstraint("issuer_id", "purpose", "number", name="uq_status_lists_issuer_id_purpose_number"),
        sa.UniqueConstraint("issuer_id", "id", name="uq_status_lists_issuer_id_id"),
    )

    op.create_table(
        "status_flips",
        required("list_id", TEXT),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        required("value", sa.Boolean()),
        required("changed_at", TIME),
        sa.PrimaryKeyConstraint("list_id", "position", name="pk_status_flips"),
        sa.ForeignKeyConstraint(["list_id"], ["status_lists.id"], name="fk_status_flips_status_lists"),
    )

    op.create_table(
        "assertions",
        required("id", TEXT),
        required("issuer_id", TEXT),
        required("achievement_id", TEXT),
        required("achievement_version", sa.Integer()),
        sa.Column("key", TEXT),
        required("request_sha256", BYTES),
        sa.Column("recipient_digest", BYTES),
        required("credential_id", TEXT),
        required("credential", BYTES),
        sa.Column("canonical_sha256", BYTES),
        required("cryptosuite", TEXT),
        required("signing_key_id", TEXT),
        required("status_list_id", TEXT),
        required("status_index", sa.Integer()),
        required("state", TEXT),
        sa.Column("state_reason", TEXT),
        sa.Column("state_changed_at", TIME),
        required("published", sa.Boolean()),
        required("valid_from", TIME),
        sa.Column("valid_until", TIME),
        required("created_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_assertions"),
        sa.ForeignKeyConstraint(
            ["issuer_id", "achievement_id"],
            ["achievements.issuer_id", "achievements.id"],
            name="fk_assertions_achievements",
        ),
        sa.ForeignKeyConstraint(
            ["achievement_id", "achievement_version"],
            ["achievement_versions.achievement_id", "achievement_versions.version"],
            name="fk_assertions_achievement_versions",
        ),
        sa.ForeignKeyConstraint(
            ["issuer_id", "signing_key_id"],
            ["issuer_keys.issuer_id", "issuer_keys.id"],
            name="fk_assertions_issuer_keys",
        ),
        sa.ForeignKeyConstraint(
            ["issuer_id", "status_list_id"],
            ["status_lists.issuer_id", "status_lists.id"],
            name="fk_assertions_status_lists",
        ),
        sa.UniqueConstraint("credential_id", name="uq_assertions_credential_id"),
        sa.UniqueConstraint("issuer_id", "key", name="uq_assertions_issuer_id_key"),
        sa.UniqueConstraint("status_list_id", "status_index", name="uq_assertions_status_list_id_status_index"),
    )
    for columns in (
        ["created_at", "id"],
        ["issuer_id", "created_at", "id"],
        ["achievement_id", "created_at", "id"],
        ["issuer_id", "state", "created_at", "id"],
        ["issuer_id", "recipient_digest", "created_at", "id"],
    ):
        op.create_index("_".join(["ix_assertions", *columns]), "assertions", columns)

    op.create_table(
        "idempotency_keys",
        required("issuer_id", TEXT),
        required("key", TEXT),
        required("request_sha256", BYTES),
        required("assertion_id", TEXT),
        required("created_at", TIME),
        required("expires_at", TIME),
        sa.PrimaryKeyConstraint("issuer_id", "key", name="pk_idempotency_keys"),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_idempotency_keys_issuers"),
        sa.ForeignKeyConstraint(["assertion_id"], ["assertions.id"], name="fk_idempotency_keys_assertions"),
    )
    op.create_index("ix_idempotency_keys_expires_at", "idempotency_keys", ["expires_at"])

    op.create_table(
        "audit_log",
        sa.Column("seq", SERIAL, nullable=False, autoincrement=True),
        sa.Column("issuer_id", TEXT),
        required("at", TIME),
        required("actor", TEXT),
        required("action", TEXT),
        required("subject", TEXT),
        required("details", BYTES),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_log"),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_audit_log_issuers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_log_issuer_id_seq", "audit_log", ["issuer_id", "seq"])


def downgrade() -> None:
    for table in (
        "audit_log",
        "idempotency_keys",
        "assertions",
        "status_flips",
        "status_lists",
        "issuer_keys",
        "achievement_versions",
        "achievements",
        "api_keys",
        "issuers",
    ):
        op.drop_table(table)
