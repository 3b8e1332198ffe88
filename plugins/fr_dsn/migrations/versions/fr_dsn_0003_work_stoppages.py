"""Work stoppages."""

import sqlalchemy as sa
from alembic import op
from console.plugin import protect
revision = 'fr_dsn_0003'
down_revision = "fr_dsn_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fr_dsn_insured_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract', sa.String(length=30), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('deductible', sa.Integer(), nullable=False),
    sa.Column('counting', sa.String(length=10), nullable=False),
    sa.Column('most_days', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_insured_terms_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_insured_terms_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_insured_terms')),
    sa.UniqueConstraint('institution_id', 'company_id', 'contract', 'first', name='uq_fr_dsn_insured_terms_first')
    )
    with op.batch_alter_table('fr_dsn_insured_terms', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_insured_terms_contract', ['institution_id', 'contract', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_insured_terms_first', ['institution_id', 'first', 'id'], unique=False)

    op.create_table('fr_dsn_stoppage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('own_key', sa.String(length=100), nullable=True),
    sa.Column('source', sa.String(length=8), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('person', sa.String(length=13), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('contract', sa.String(length=20), nullable=False),
    sa.Column('insured', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.String(length=2), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('declaration', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=True),
    sa.Column('accepted_at', sa.DateTime(), nullable=True),
    sa.Column('awaits', sa.String(length=9), nullable=False),
    sa.Column('answer_by', sa.DateTime(), nullable=True),
    sa.Column('guarantee_from', sa.Date(), nullable=True),
    sa.Column('guarantee_until', sa.Date(), nullable=True),
    sa.Column('guarantee_told', sa.Date(), nullable=True),
    sa.Column('versions', sa.Integer(), nullable=False),
    sa.Column('documents_request', sa.String(length=14), nullable=False),
    sa.Column('deposits', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_stoppage_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_stoppage_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_stoppage')),
    sa.UniqueConstraint('institution_id', 'company_id', 'own_key', name=op.f('uq_fr_dsn_stoppage_institution_id_company_id_own_key')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_fr_dsn_stoppage_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_fr_dsn_stoppage_institution_id_reference'))
    )
    with op.batch_alter_table('fr_dsn_stoppage', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_stoppage_company', ['institution_id', 'company_id', 'first_day', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_stoppage_days', ['institution_id', 'first_day', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_stoppage_late', ['institution_id', 'answer_by', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_stoppage_person', ['institution_id', 'person', 'first_day'], unique=False)
        batch_op.create_index('ix_fr_dsn_stoppage_request', ['institution_id', 'documents_request'], unique=False)
        batch_op.create_index('ix_fr_dsn_stoppage_state', ['institution_id', 'state', 'first_day', 'id'], unique=False)

    op.create_table('fr_dsn_stoppage_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stoppage_id', sa.Integer(), nullable=False),
    sa.Column('party', sa.String(length=10), nullable=False),
    sa.Column('what', sa.String(length=24), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_stoppage_step_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'stoppage_id'], ['fr_dsn_stoppage.institution_id', 'fr_dsn_stoppage.id'], name=op.f('fk_fr_dsn_stoppage_step_institution_id_stoppage_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_stoppage_step_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_stoppage_step'))
    )
    with op.batch_alter_table('fr_dsn_stoppage_step', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_stoppage_step_of', ['institution_id', 'stoppage_id', 'id'], unique=False)

    op.create_table('fr_dsn_stoppage_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stoppage_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=8), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('declaration', sa.JSON(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('said_by', sa.String(length=130), nullable=False),
    sa.Column('said_at', sa.DateTime(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_stoppage_version_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'stoppage_id'], ['fr_dsn_stoppage.institution_id', 'fr_dsn_stoppage.id'], name=op.f('fk_fr_dsn_stoppage_version_institution_id_stoppage_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_stoppage_version_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_stoppage_version')),
    sa.UniqueConstraint('institution_id', 'stoppage_id', 'number', name=op.f('uq_fr_dsn_stoppage_version_institution_id_stoppage_id_number'))
    )
    protect(op, 'fr_dsn_insured_terms')
    protect(op, 'fr_dsn_stoppage')
    protect(op, 'fr_dsn_stoppage_step')
    protect(op, 'fr_dsn_stoppage_version')
