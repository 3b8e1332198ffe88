"""Contribution calls."""

import sqlalchemy as sa
from alembic import op
from console.plugin import protect
revision = 'fr_dsn_0008'
down_revision = 'fr_dsn_0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fr_dsn_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('contract', sa.String(length=30), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=11), nullable=False),
    sa.Column('amount', sa.Numeric(precision=16, scale=2), nullable=False),
    sa.Column('declared', sa.Numeric(precision=16, scale=2), nullable=False),
    sa.Column('paid_declared', sa.Numeric(precision=16, scale=2), nullable=False),
    sa.Column('paid_by_hand', sa.Numeric(precision=16, scale=2), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('is_whole', sa.Boolean(), nullable=False),
    sa.Column('missing', sa.JSON(), nullable=False),
    sa.Column('drawn_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('request', sa.String(length=14), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_call_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_call_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_call')),
    sa.UniqueConstraint('institution_id', 'company_id', 'contract', 'period', name='uq_fr_dsn_call_period'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_call_id'),
    sa.UniqueConstraint('institution_id', 'reference', name='uq_fr_dsn_call_reference')
    )
    with op.batch_alter_table('fr_dsn_call', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_call_contract', ['institution_id', 'contract', 'first', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_call_first', ['institution_id', 'first', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_call_request', ['institution_id', 'request'], unique=False)
        batch_op.create_index('ix_fr_dsn_call_state', ['institution_id', 'state', 'due', 'id'], unique=False)

    op.create_table('fr_dsn_contribution_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract', sa.String(length=30), nullable=False),
    sa.Column('option', sa.String(length=30), nullable=False),
    sa.Column('population', sa.String(length=30), nullable=False),
    sa.Column('base', sa.String(length=2), nullable=False),
    sa.Column('percent', sa.Numeric(precision=8, scale=4), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('periodicity', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_contribution_rate_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_contribution_rate_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_contribution_rate')),
    sa.UniqueConstraint('institution_id', 'company_id', 'contract', 'option', 'population', 'base', 'first', name='uq_fr_dsn_contribution_rate_first')
    )
    with op.batch_alter_table('fr_dsn_contribution_rate', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_contribution_rate_contract', ['institution_id', 'contract', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_contribution_rate_first', ['institution_id', 'first', 'id'], unique=False)

    op.create_table('fr_dsn_call_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=10), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('by', sa.String(length=130), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'call_id'], ['fr_dsn_call.institution_id', 'fr_dsn_call.id'], name=op.f('fk_fr_dsn_call_step_institution_id_call_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_call_step_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_call_step_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_call_step'))
    )
    with op.batch_alter_table('fr_dsn_call_step', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_call_step_of', ['institution_id', 'call_id', 'id'], unique=False)

    op.create_table('fr_dsn_insured_base',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('declaration_id', sa.Integer(), nullable=False),
    sa.Column('nir', sa.String(length=40), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('contract', sa.String(length=30), nullable=False),
    sa.Column('option', sa.String(length=30), nullable=False),
    sa.Column('population', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.String(length=2), nullable=False),
    sa.Column('amount', sa.Numeric(precision=13, scale=2), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_insured_base_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'declaration_id'], ['fr_dsn_declaration.institution_id', 'fr_dsn_declaration.id'], name=op.f('fk_fr_dsn_insured_base_institution_id_declaration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_insured_base_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_insured_base'))
    )
    with op.batch_alter_table('fr_dsn_insured_base', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_insured_base_call', ['institution_id', 'company_id', 'contract', 'month'], unique=False)
        batch_op.create_index('ix_fr_dsn_insured_base_declaration', ['institution_id', 'declaration_id'], unique=False)
        batch_op.create_index('ix_fr_dsn_insured_base_nir', ['institution_id', 'nir'], unique=False)

    op.create_table('fr_dsn_insured_sum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('declaration_id', sa.Integer(), nullable=False),
    sa.Column('contract', sa.String(length=30), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('due', sa.Numeric(precision=16, scale=2), nullable=False),
    sa.Column('paid', sa.JSON(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_insured_sum_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'declaration_id'], ['fr_dsn_declaration.institution_id', 'fr_dsn_declaration.id'], name=op.f('fk_fr_dsn_insured_sum_institution_id_declaration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_insured_sum_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_insured_sum'))
    )
    with op.batch_alter_table('fr_dsn_insured_sum', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_insured_sum_call', ['institution_id', 'company_id', 'contract'], unique=False)
        batch_op.create_index('ix_fr_dsn_insured_sum_declaration', ['institution_id', 'declaration_id'], unique=False)

    protect(op, 'fr_dsn_call')
    protect(op, 'fr_dsn_contribution_rate')
    protect(op, 'fr_dsn_call_step')
    protect(op, 'fr_dsn_insured_base')
    protect(op, 'fr_dsn_insured_sum')
