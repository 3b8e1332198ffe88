"""Ways of private visitors."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0015'
down_revision = 'console_0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('private_door',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('link', sa.String(length=64), nullable=False),
    sa.Column('wrong', sa.Integer(), nullable=False),
    sa.Column('wrong_since', sa.DateTime(), nullable=True),
    sa.Column('next_at', sa.DateTime(), nullable=True),
    sa.Column('is_locked', sa.Boolean(), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('code_way', sa.String(length=24), nullable=False),
    sa.Column('code_until', sa.DateTime(), nullable=True),
    sa.Column('codes', sa.Integer(), nullable=False),
    sa.Column('codes_since', sa.DateTime(), nullable=True),
    sa.Column('identified', sa.String(length=24), nullable=False),
    sa.Column('identified_at', sa.DateTime(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(), nullable=True),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_private_door_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'delegation_id'], ['mail_delegation.institution_id', 'mail_delegation.id'], name=op.f('fk_private_door_institution_id_delegation_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_private_door_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_private_door')),
    sa.UniqueConstraint('institution_id', 'delegation_id', name=op.f('uq_private_door_institution_id_delegation_id'))
    )
    op.create_table('private_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=9), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'delegation_id'], ['mail_delegation.institution_id', 'mail_delegation.id'], name=op.f('fk_private_file_institution_id_delegation_id')),
    sa.ForeignKeyConstraint(['institution_id', 'reference'], ['doc_file.institution_id', 'doc_file.reference'], name=op.f('fk_private_file_institution_id_reference'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_private_file_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_private_file')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_private_file_institution_id_reference'))
    )
    with op.batch_alter_table('private_file', schema=None) as batch_op:
        batch_op.create_index('ix_private_file_delegation', ['institution_id', 'delegation_id'], unique=False)

    op.create_table('private_visit',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=24), nullable=False),
    sa.Column('begun_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('left', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'delegation_id'], ['mail_delegation.institution_id', 'mail_delegation.id'], name=op.f('fk_private_visit_institution_id_delegation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_private_visit'))
    )
    with op.batch_alter_table('private_visit', schema=None) as batch_op:
        batch_op.create_index('ix_private_visit_delegation', ['institution_id', 'delegation_id'], unique=False)

    protect(op, 'private_door')
    protect(op, 'private_file')
