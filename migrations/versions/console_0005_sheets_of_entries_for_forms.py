"""Sheets of entries for forms."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0005'
down_revision = 'console_0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('form_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(length=130), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('form_key', sa.String(length=120), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('file_reference', sa.String(length=14), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('refusals', sa.JSON(), nullable=False),
    sa.Column('sheet', sa.String(length=40), nullable=False),
    sa.Column('letters', sa.JSON(), nullable=False),
    sa.Column('good', sa.Integer(), nullable=False),
    sa.Column('faulty', sa.Integer(), nullable=False),
    sa.Column('sent_pieces', sa.Integer(), nullable=False),
    sa.Column('sent', sa.Integer(), nullable=False),
    sa.Column('task', sa.String(length=14), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_form_import_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'revision_id'], ['form_revision.institution_id', 'form_revision.id'], name=op.f('fk_form_import_institution_id_revision_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_form_import_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_import')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_form_import_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_form_import_institution_id_reference'))
    )
    with op.batch_alter_table('form_import', schema=None) as batch_op:
        batch_op.create_index('ix_form_import_created', ['institution_id', 'created_at'], unique=False)

    op.create_table('form_import_piece',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('last_row', sa.Integer(), nullable=False),
    sa.Column('explained', sa.Integer(), nullable=False),
    sa.Column('entries', sa.LargeBinary(), nullable=False),
    sa.Column('faults', sa.LargeBinary(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_form_import_piece_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'import_id'], ['form_import.institution_id', 'form_import.id'], name=op.f('fk_form_import_piece_institution_id_import_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_form_import_piece_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_import_piece')),
    sa.UniqueConstraint('institution_id', 'import_id', 'number', name=op.f('uq_form_import_piece_institution_id_import_id_number'))
    )
    protect(op, 'form_import')
    protect(op, 'form_import_piece')
