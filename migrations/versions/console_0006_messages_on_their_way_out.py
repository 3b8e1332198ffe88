"""Messages on their way out."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0006'
down_revision = 'console_0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('dispatch_envelope',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=14), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=121), nullable=False),
    sa.Column('target', sa.String(length=254), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('secret', sa.Boolean(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('technical_by', sa.DateTime(), nullable=True),
    sa.Column('business_by', sa.DateTime(), nullable=True),
    sa.Column('conversation', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('subject_id', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('why', sa.JSON(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('next_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_dispatch_envelope_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispatch_envelope')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_dispatch_envelope_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'key', name=op.f('uq_dispatch_envelope_institution_id_key')),
    sa.UniqueConstraint('institution_id', 'public_id', name=op.f('uq_dispatch_envelope_institution_id_public_id'))
    )
    with op.batch_alter_table('dispatch_envelope', schema=None) as batch_op:
        batch_op.create_index('ix_dispatch_envelope_created', ['institution_id', 'created_at', 'id'], unique=False)
        batch_op.create_index('ix_dispatch_envelope_state', ['institution_id', 'state', 'created_at', 'id'], unique=False)
        batch_op.create_index('ix_dispatch_envelope_subject', ['institution_id', 'subject', 'subject_id'], unique=False)

    op.create_table('dispatch_attempt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('dispatch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('outcome', sa.String(length=13), nullable=False),
    sa.Column('why', sa.JSON(), nullable=False),
    sa.Column('reply', sa.String(length=500), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'dispatch_id'], ['dispatch_envelope.institution_id', 'dispatch_envelope.id'], name=op.f('fk_dispatch_attempt_institution_id_dispatch_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_dispatch_attempt_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispatch_attempt')),
    sa.UniqueConstraint('institution_id', 'dispatch_id', 'number', name=op.f('uq_dispatch_attempt_institution_id_dispatch_id_number'))
    )
    op.create_table('dispatch_claim',
    sa.Column('dispatch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('lane', sa.String(length=64), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('due', sa.DateTime(), nullable=False),
    sa.Column('lease_until', sa.DateTime(), nullable=True),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'dispatch_id'], ['dispatch_envelope.institution_id', 'dispatch_envelope.id'], name=op.f('fk_dispatch_claim_institution_id_dispatch_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('dispatch_id', name=op.f('pk_dispatch_claim'))
    )
    with op.batch_alter_table('dispatch_claim', schema=None) as batch_op:
        batch_op.create_index('ix_dispatch_claim_due', ['priority', 'due'], unique=False)
        batch_op.create_index('ix_dispatch_claim_lane', ['lane', 'dispatch_id'], unique=False)

    protect(op, 'dispatch_envelope')
    protect(op, 'dispatch_attempt')
