"""Gaps."""

import sqlalchemy as sa
from alembic import op
from console.plugin import protect
revision = 'fr_dsn_0005'
down_revision = 'fr_dsn_0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fr_dsn_gap',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('establishment_id', sa.Integer(), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('person', sa.String(length=40), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('follow_up', sa.Date(), nullable=True),
    sa.Column('found_at', sa.DateTime(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_gap_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'establishment_id'], ['fr_dsn_establishment.institution_id', 'fr_dsn_establishment.id'], name=op.f('fk_fr_dsn_gap_institution_id_establishment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_gap_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_gap')),
    sa.UniqueConstraint('institution_id', 'establishment_id', 'month', 'kind', 'subject', name='uq_fr_dsn_gap_of'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_gap_id'),
    sa.UniqueConstraint('institution_id', 'reference', name='uq_fr_dsn_gap_reference')
    )
    with op.batch_alter_table('fr_dsn_gap', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_gap_account', ['institution_id', 'company_id', 'follow_up', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_gap_follow_up', ['institution_id', 'follow_up', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_gap_kind', ['institution_id', 'kind', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_gap_month', ['institution_id', 'month', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_gap_person', ['institution_id', 'person'], unique=False)
        batch_op.create_index('ix_fr_dsn_gap_state', ['institution_id', 'state', 'follow_up', 'id'], unique=False)

    op.create_table('fr_dsn_gap_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('gap_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=130), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_gap_step_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'gap_id'], ['fr_dsn_gap.institution_id', 'fr_dsn_gap.id'], name=op.f('fk_fr_dsn_gap_step_institution_id_gap_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_gap_step_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_gap_step'))
    )
    with op.batch_alter_table('fr_dsn_gap_step', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_gap_step_of', ['institution_id', 'gap_id', 'id'], unique=False)

    op.create_table('fr_dsn_insured',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('declaration_id', sa.Integer(), nullable=False),
    sa.Column('establishment_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('contracts', sa.JSON(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_insured_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'declaration_id'], ['fr_dsn_declaration.institution_id', 'fr_dsn_declaration.id'], name=op.f('fk_fr_dsn_insured_institution_id_declaration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'establishment_id'], ['fr_dsn_establishment.institution_id', 'fr_dsn_establishment.id'], name=op.f('fk_fr_dsn_insured_institution_id_establishment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_insured_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_insured')),
    sa.UniqueConstraint('institution_id', 'declaration_id', name='uq_fr_dsn_insured_of')
    )
    with op.batch_alter_table('fr_dsn_insured', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_insured_place', ['institution_id', 'establishment_id', 'month'], unique=False)

    protect(op, 'fr_dsn_gap')
    protect(op, 'fr_dsn_gap_step')
    protect(op, 'fr_dsn_insured')
