"""The desk of the institution."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0012'
down_revision = 'console_0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('desk_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme', sa.String(length=121), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_desk_answer_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_answer')),
    sa.UniqueConstraint('institution_id', 'theme', 'language', 'title', name=op.f('uq_desk_answer_institution_id_theme_language_title'))
    )
    op.create_table('desk_absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('substitute_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_desk_absence_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_absence'))
    )
    with op.batch_alter_table('desk_absence', schema=None) as batch_op:
        batch_op.create_index('ix_desk_absence_substitute', ['institution_id', 'substitute_id', 'last_day'], unique=False)
        batch_op.create_index('ix_desk_absence_user', ['institution_id', 'user_id', 'last_day'], unique=False)

    op.create_table('desk_theme_option',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme', sa.String(length=121), nullable=False),
    sa.Column('needs_second', sa.Boolean(), nullable=False),
    sa.Column('promised_days', sa.Integer(), nullable=True),
    sa.Column('working_days', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_desk_theme_option_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_theme_option')),
    sa.UniqueConstraint('institution_id', 'theme', name=op.f('uq_desk_theme_option_institution_id_theme'))
    )
    op.create_table('desk_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=130), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'message_id'], ['mail_message.institution_id', 'mail_message.id'], name=op.f('fk_desk_proposal_institution_id_message_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_desk_proposal_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_proposal')),
    sa.UniqueConstraint('institution_id', 'message_id', name=op.f('uq_desk_proposal_institution_id_message_id'))
    )
    with op.batch_alter_table('desk_proposal', schema=None) as batch_op:
        batch_op.create_index('ix_desk_proposal_user', ['institution_id', 'user_id'], unique=False)

    op.create_table('desk_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_desk_key_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_key')),
    sa.UniqueConstraint('institution_id', 'digest', name=op.f('uq_desk_key_institution_id_digest'))
    )
    with op.batch_alter_table('desk_key', schema=None) as batch_op:
        batch_op.create_index('ix_desk_key_at', ['institution_id', 'at'], unique=False)

    protect(op, 'desk_answer')
    protect(op, 'desk_absence')
    protect(op, 'desk_theme_option')
    protect(op, 'desk_proposal')
    protect(op, 'desk_key')
