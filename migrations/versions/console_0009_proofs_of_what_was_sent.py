"""Proofs of what was sent."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0009'
down_revision = 'console_0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('proof_proof',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=14), nullable=False),
    sa.Column('sending', sa.String(length=40), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('message', sa.String(length=14), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.Column('delegation_id', sa.Integer(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('recalled_at', sa.DateTime(), nullable=True),
    sa.Column('file', sa.String(length=9), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_proof_proof_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'delegation_id'], ['mail_delegation.institution_id', 'mail_delegation.id'], name=op.f('fk_proof_proof_institution_id_delegation_id')),
    sa.ForeignKeyConstraint(['institution_id', 'message_id'], ['mail_message.institution_id', 'mail_message.id'], name=op.f('fk_proof_proof_institution_id_message_id')),
    sa.ForeignKeyConstraint(['institution_id', 'submission_id'], ['form_submission.institution_id', 'form_submission.id'], name=op.f('fk_proof_proof_institution_id_submission_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_proof_proof_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proof_proof')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_proof_proof_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'number', name=op.f('uq_proof_proof_institution_id_number')),
    sa.UniqueConstraint('institution_id', 'sending', name=op.f('uq_proof_proof_institution_id_sending'))
    )
    with op.batch_alter_table('proof_proof', schema=None) as batch_op:
        batch_op.create_index('ix_proof_proof_message', ['institution_id', 'message', 'id'], unique=False)

    op.create_table('proof_mark',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('proof_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'proof_id'], ['proof_proof.institution_id', 'proof_proof.id'], name=op.f('fk_proof_mark_institution_id_proof_id')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_proof_mark'))
    )
    op.create_table('proof_claim',
    sa.Column('proof_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('due', sa.DateTime(), nullable=False),
    sa.Column('lease_until', sa.DateTime(), nullable=True),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'proof_id'], ['proof_proof.institution_id', 'proof_proof.id'], name=op.f('fk_proof_claim_institution_id_proof_id')),
    sa.PrimaryKeyConstraint('proof_id', name=op.f('pk_proof_claim'))
    )
    with op.batch_alter_table('proof_claim', schema=None) as batch_op:
        batch_op.create_index('ix_proof_claim_due', ['priority', 'due'], unique=False)

    protect(op, 'proof_proof')
