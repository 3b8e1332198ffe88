"""Forms that are filled in and sent."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0004'
down_revision = 'console_0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('form_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('form_key', sa.String(length=120), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('shape', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_form_revision_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_revision')),
    sa.UniqueConstraint('institution_id', 'digest', name=op.f('uq_form_revision_institution_id_digest')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_form_revision_institution_id_id'))
    )
    op.create_table('form_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('form_key', sa.String(length=120), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('raw', sa.JSON(), nullable=False),
    sa.Column('origins', sa.JSON(), nullable=False),
    sa.Column('visited', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_form_draft_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'revision_id'], ['form_revision.institution_id', 'form_revision.id'], name=op.f('fk_form_draft_institution_id_revision_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_form_draft_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_draft')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_form_draft_institution_id_reference'))
    )
    with op.batch_alter_table('form_draft', schema=None) as batch_op:
        batch_op.create_index('ix_form_draft_user', ['institution_id', 'user_id', 'changed_at'], unique=False)

    op.create_table('form_own',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('form_key', sa.String(length=120), nullable=False),
    sa.Column('plugin', sa.String(length=40), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'revision_id'], ['form_revision.institution_id', 'form_revision.id'], name=op.f('fk_form_own_institution_id_revision_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_form_own_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_own')),
    sa.UniqueConstraint('institution_id', 'form_key', name=op.f('uq_form_own_institution_id_form_key'))
    )
    op.create_table('form_submission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('send_key', sa.String(length=80), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(length=130), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('form_key', sa.String(length=120), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=8), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_form_submission_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'revision_id'], ['form_revision.institution_id', 'form_revision.id'], name=op.f('fk_form_submission_institution_id_revision_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_form_submission_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_submission')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_form_submission_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_form_submission_institution_id_reference')),
    sa.UniqueConstraint('institution_id', 'send_key', name=op.f('uq_form_submission_institution_id_send_key'))
    )
    with op.batch_alter_table('form_submission', schema=None) as batch_op:
        batch_op.create_index('ix_form_submission_company', ['institution_id', 'company_id', 'sent_at'], unique=False)
        batch_op.create_index('ix_form_submission_sent', ['institution_id', 'form_key', 'sent_at'], unique=False)

    protect(op, 'form_revision')
    protect(op, 'form_draft')
    protect(op, 'form_own')
    protect(op, 'form_submission')
