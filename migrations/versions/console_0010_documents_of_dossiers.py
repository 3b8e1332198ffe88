"""Documents of dossiers."""

import sqlalchemy as sa
from alembic import op

from console.base.folding import fold
from console.institutions.policies import protect

revision = "console_0010"
down_revision = "console_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of documents, and what lists of dossiers need."""
    with op.batch_alter_table("dossier_dossier") as batch_op:
        batch_op.add_column(sa.Column("ending_told", sa.Date(), nullable=True))
        batch_op.create_index("ix_dossier_dossier_theme", ["institution_id", "theme", "state", "opened_at"])
        batch_op.create_index("ix_dossier_dossier_newest", ["institution_id", "theme", "opened_at"])
        batch_op.create_index("ix_dossier_dossier_ends", ["institution_id", "valid_until", "theme"])
    _make_findable()
    op.create_table(
        "dossier_print_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=14), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=130), nullable=False),
        sa.Column("file_reference", sa.String(length=9), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.Column("posted_by", sa.String(length=130), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_dossier_print_run_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_print_run")),
        sa.UniqueConstraint("institution_id", "id", name=op.f("uq_dossier_print_run_institution_id_id")),
        sa.UniqueConstraint(
            "institution_id", "reference", name=op.f("uq_dossier_print_run_institution_id_reference")
        ),
    )
    with op.batch_alter_table("dossier_print_run") as batch_op:
        batch_op.create_index("ix_dossier_print_run_made", ["institution_id", "made_at", "id"], unique=False)

    op.create_table(
        "dossier_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=14), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=121), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=14), nullable=False),
        sa.Column("file_reference", sa.String(length=9), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("made_available_at", sa.DateTime(), nullable=False),
        sa.Column("made_available_by", sa.String(length=130), nullable=False),
        sa.Column("notified_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("opened_by", sa.String(length=130), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("to_print", sa.Boolean(), nullable=False),
        sa.Column("print_run_id", sa.Integer(), nullable=True),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_dossier_document_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id", "dossier_id"],
            ["dossier_dossier.institution_id", "dossier_dossier.id"],
            name=op.f("fk_dossier_document_institution_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id", "file_reference"],
            ["doc_file.institution_id", "doc_file.reference"],
            name=op.f("fk_dossier_document_institution_id_file_reference"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id", "print_run_id"],
            ["dossier_print_run.institution_id", "dossier_print_run.id"],
            name=op.f("fk_dossier_document_institution_id_print_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_dossier_document_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_document")),
        sa.UniqueConstraint("institution_id", "id", name=op.f("uq_dossier_document_institution_id_id")),
        sa.UniqueConstraint(
            "institution_id", "reference", name=op.f("uq_dossier_document_institution_id_reference")
        ),
    )
    with op.batch_alter_table("dossier_document") as batch_op:
        batch_op.create_index(
            "ix_dossier_document_dossier", ["institution_id", "dossier_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_dossier_document_late",
            ["institution_id", "kind", "opened_at", "made_available_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_dossier_document_print", ["institution_id", "to_print", "company_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_dossier_document_run", ["institution_id", "print_run_id", "company_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_dossier_document_theme", ["institution_id", "theme", "opened_at"], unique=False
        )
        batch_op.create_index(
            "ix_dossier_document_unopened",
            ["institution_id", "company_id", "opened_at", "theme"],
            unique=False,
        )

    op.create_table(
        "dossier_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=130), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_dossier_opening_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id", "document_id"],
            ["dossier_document.institution_id", "dossier_document.id"],
            name=op.f("fk_dossier_opening_institution_id_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_dossier_opening_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_opening")),
        sa.UniqueConstraint(
            "institution_id",
            "document_id",
            "user_id",
            name=op.f("uq_dossier_opening_institution_id_document_id_user_id"),
        ),
    )
    op.create_table(
        "dossier_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.Column("chosen_by", sa.String(length=130), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_dossier_receipt_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_dossier_receipt_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_receipt")),
    )
    with op.batch_alter_table("dossier_receipt") as batch_op:
        batch_op.create_index(
            "ix_dossier_receipt_company", ["institution_id", "company_id", "kind", "id"], unique=False
        )
    for table in ("dossier_print_run", "dossier_document", "dossier_opening", "dossier_receipt"):
        protect(op, table)


def _make_findable() -> None:
    """Write the search terms of dossiers that are there already; from now on the session keeps them."""
    texts = ("reference", "subject", "person", "person_number")
    dossiers = sa.table("dossier_dossier", *map(sa.column, ("institution_id", "id", *texts)))
    terms = sa.table("inst_search_term", *map(sa.column, ("institution_id", "subject", "subject_id", "term")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(dossiers)).mappings().all():
        found = {word[:40] for text in texts for word in fold(row[text]).split()}
        rows = [
            {
                "institution_id": row["institution_id"],
                "subject": "dossier_dossier",
                "subject_id": row["id"],
                "term": one,
            }
            for one in sorted(found)
        ]
        if rows:
            connection.execute(sa.insert(terms), rows)
