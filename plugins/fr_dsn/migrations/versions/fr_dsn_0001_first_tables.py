"""First tables."""

import sqlalchemy as sa
from alembic import op
from console.plugin import protect
revision = 'fr_dsn_0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fr_dsn_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(length=130), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('profile', sa.String(length=8), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('findings', sa.Integer(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('kept_at', sa.DateTime(), nullable=True),
    sa.Column('kept_by', sa.String(length=130), nullable=False),
    sa.Column('gone_at', sa.DateTime(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_check_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_check_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_check')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_fr_dsn_check_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_fr_dsn_check_institution_id_reference'))
    )
    with op.batch_alter_table('fr_dsn_check', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_check_gone', ['institution_id', 'gone_at'], unique=False)
        batch_op.create_index('ix_fr_dsn_check_kept', ['institution_id', 'kept_at'], unique=False)
        batch_op.create_index('ix_fr_dsn_check_user', ['institution_id', 'user_id', 'created_at'], unique=False)

    op.create_table('fr_dsn_check_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('file', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('severity', sa.String(length=8), nullable=False),
    sa.Column('control', sa.String(length=40), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('rubric', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'check_id'], ['fr_dsn_check.institution_id', 'fr_dsn_check.id'], name=op.f('fk_fr_dsn_check_line_institution_id_check_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_check_line_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_check_line_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_check_line'))
    )
    with op.batch_alter_table('fr_dsn_check_line', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_check_line_person', ['institution_id', 'person'], unique=False)
        batch_op.create_index('ix_fr_dsn_check_line_position', ['institution_id', 'check_id', 'kind', 'position'], unique=False)

    op.create_table('fr_dsn_check_piece',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('file', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'check_id'], ['fr_dsn_check.institution_id', 'fr_dsn_check.id'], name=op.f('fk_fr_dsn_check_piece_institution_id_check_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_check_piece_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_check_piece_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_check_piece'))
    )
    with op.batch_alter_table('fr_dsn_check_piece', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_check_piece_number', ['institution_id', 'check_id', 'file', 'number'], unique=False)

    protect(op, 'fr_dsn_check')
    protect(op, 'fr_dsn_check_line')
    protect(op, 'fr_dsn_check_piece')
