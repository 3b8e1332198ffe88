"""Portfolios, deposits and returns."""

import sqlalchemy as sa
from alembic import op
from console.plugin import protect
revision = 'fr_dsn_0004'
down_revision = 'fr_dsn_0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fr_dsn_partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=9), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('extras', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_partner_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_partner')),
    sa.UniqueConstraint('institution_id', 'code', name='uq_fr_dsn_partner_code'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_partner_id')
    )
    op.create_table('fr_dsn_deposit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(length=130), nullable=False),
    sa.Column('covers_all', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('norm', sa.String(length=20), nullable=False),
    sa.Column('flow', sa.String(length=64), nullable=False),
    sa.Column('why', sa.JSON(), nullable=False),
    sa.Column('findings', sa.Integer(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('task', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_deposit_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_deposit_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_deposit')),
    sa.UniqueConstraint('institution_id', 'company_id', 'digest', name='uq_fr_dsn_deposit_digest'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_deposit_id'),
    sa.UniqueConstraint('institution_id', 'reference', name='uq_fr_dsn_deposit_reference')
    )
    with op.batch_alter_table('fr_dsn_deposit', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_deposit_account', ['institution_id', 'company_id', 'created_at', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_deposit_new', ['institution_id', 'created_at', 'id'], unique=False)

    op.create_table('fr_dsn_establishment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('due_day', sa.String(length=2), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('came', sa.String(length=7), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.Column('expected_from', sa.Date(), nullable=False),
    sa.Column('last_month', sa.Date(), nullable=False),
    sa.Column('priming', sa.String(length=7), nullable=False),
    sa.Column('priming_asked', sa.Date(), nullable=True),
    sa.Column('priming_decided', sa.Date(), nullable=True),
    sa.Column('priming_ended', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_establishment_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'partner_id'], ['fr_dsn_partner.institution_id', 'fr_dsn_partner.id'], name=op.f('fk_fr_dsn_establishment_institution_id_partner_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_establishment_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_establishment')),
    sa.UniqueConstraint('institution_id', 'company_id', 'siret', name='uq_fr_dsn_establishment_siret'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_establishment_id')
    )
    with op.batch_alter_table('fr_dsn_establishment', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_establishment_account', ['institution_id', 'company_id', 'name', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_establishment_due', ['institution_id', 'due_day', 'last_month', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_establishment_due_account', ['institution_id', 'company_id', 'due_day', 'last_month', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_establishment_name', ['institution_id', 'name', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_establishment_siret', ['institution_id', 'siret', 'id'], unique=False)

    op.create_table('fr_dsn_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('covers_all', sa.Boolean(), nullable=False),
    sa.Column('deposits', sa.Boolean(), nullable=False),
    sa.Column('returns', sa.Boolean(), nullable=False),
    sa.Column('manages', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_profile_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_profile_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_profile')),
    sa.UniqueConstraint('institution_id', 'company_id', 'name', name='uq_fr_dsn_profile_name'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_profile_id')
    )
    op.create_table('fr_dsn_declaration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('deposit_id', sa.Integer(), nullable=False),
    sa.Column('establishment_id', sa.Integer(), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('month', sa.Date(), nullable=True),
    sa.Column('nature', sa.String(length=2), nullable=False),
    sa.Column('type', sa.String(length=2), nullable=False),
    sa.Column('order_number', sa.String(length=15), nullable=False),
    sa.Column('fraction', sa.String(length=2), nullable=False),
    sa.Column('individuals', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('stoppages', sa.JSON(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_declaration_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'deposit_id'], ['fr_dsn_deposit.institution_id', 'fr_dsn_deposit.id'], name=op.f('fk_fr_dsn_declaration_institution_id_deposit_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'establishment_id'], ['fr_dsn_establishment.institution_id', 'fr_dsn_establishment.id'], name=op.f('fk_fr_dsn_declaration_institution_id_establishment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_declaration_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_declaration')),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_declaration_id')
    )
    with op.batch_alter_table('fr_dsn_declaration', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_declaration_deposit', ['institution_id', 'deposit_id'], unique=False)
        batch_op.create_index('ix_fr_dsn_declaration_month', ['institution_id', 'establishment_id', 'month'], unique=False)

    op.create_table('fr_dsn_deposit_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('deposit_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_deposit_file_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'deposit_id'], ['fr_dsn_deposit.institution_id', 'fr_dsn_deposit.id'], name=op.f('fk_fr_dsn_deposit_file_institution_id_deposit_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_deposit_file_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_deposit_file')),
    sa.UniqueConstraint('institution_id', 'deposit_id', name='uq_fr_dsn_deposit_file_of')
    )
    op.create_table('fr_dsn_month',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('establishment_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('to_handle', sa.Integer(), nullable=False),
    sa.Column('waits', sa.Boolean(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_month_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'establishment_id'], ['fr_dsn_establishment.institution_id', 'fr_dsn_establishment.id'], name=op.f('fk_fr_dsn_month_institution_id_establishment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_month_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_month')),
    sa.UniqueConstraint('institution_id', 'establishment_id', 'month', name='uq_fr_dsn_month_of')
    )
    with op.batch_alter_table('fr_dsn_month', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_month_open', ['institution_id', 'waits', 'month', 'establishment_id'], unique=False)
        batch_op.create_index('ix_fr_dsn_month_state', ['institution_id', 'state', 'month', 'establishment_id'], unique=False)

    op.create_table('fr_dsn_profile_establishment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('profile_id', sa.Integer(), nullable=False),
    sa.Column('establishment_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_profile_establishment_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'establishment_id'], ['fr_dsn_establishment.institution_id', 'fr_dsn_establishment.id'], name=op.f('fk_fr_dsn_profile_establishment_institution_id_establishment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'profile_id'], ['fr_dsn_profile.institution_id', 'fr_dsn_profile.id'], name=op.f('fk_fr_dsn_profile_establishment_institution_id_profile_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_profile_establishment_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_profile_establishment')),
    sa.UniqueConstraint('institution_id', 'profile_id', 'establishment_id', name='uq_fr_dsn_profile_place')
    )
    with op.batch_alter_table('fr_dsn_profile_establishment', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_profile_establishment_of', ['institution_id', 'establishment_id'], unique=False)

    op.create_table('fr_dsn_profile_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('profile_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(length=130), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_profile_person_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'profile_id'], ['fr_dsn_profile.institution_id', 'fr_dsn_profile.id'], name=op.f('fk_fr_dsn_profile_person_institution_id_profile_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_profile_person_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_profile_person')),
    sa.UniqueConstraint('institution_id', 'profile_id', 'user_id', name='uq_fr_dsn_profile_person')
    )
    with op.batch_alter_table('fr_dsn_profile_person', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_profile_person_user', ['institution_id', 'user_id', 'profile_id'], unique=False)

    op.create_table('fr_dsn_return',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('deposit_id', sa.Integer(), nullable=False),
    sa.Column('flow', sa.String(length=64), nullable=False),
    sa.Column('nature', sa.String(length=3), nullable=False),
    sa.Column('organisation', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('produced_at', sa.DateTime(), nullable=False),
    sa.Column('came_at', sa.DateTime(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_return_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'deposit_id'], ['fr_dsn_deposit.institution_id', 'fr_dsn_deposit.id'], name=op.f('fk_fr_dsn_return_institution_id_deposit_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_return_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_return')),
    sa.UniqueConstraint('institution_id', 'flow', 'nature', 'organisation', 'deposit_id', name='uq_fr_dsn_return_key'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_return_id')
    )
    with op.batch_alter_table('fr_dsn_return', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_return_deposit', ['institution_id', 'deposit_id'], unique=False)

    op.create_table('fr_dsn_return_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('return_id', sa.Integer(), nullable=False),
    sa.Column('declaration_id', sa.Integer(), nullable=False),
    sa.Column('establishment_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('outcome', sa.String(length=1), nullable=False),
    sa.Column('anomalies', sa.JSON(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('to_handle', sa.Boolean(), nullable=False),
    sa.Column('came_at', sa.DateTime(), nullable=False),
    sa.Column('handled_at', sa.DateTime(), nullable=True),
    sa.Column('handled_by', sa.String(length=130), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_return_line_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'declaration_id'], ['fr_dsn_declaration.institution_id', 'fr_dsn_declaration.id'], name=op.f('fk_fr_dsn_return_line_institution_id_declaration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'establishment_id'], ['fr_dsn_establishment.institution_id', 'fr_dsn_establishment.id'], name=op.f('fk_fr_dsn_return_line_institution_id_establishment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'return_id'], ['fr_dsn_return.institution_id', 'fr_dsn_return.id'], name=op.f('fk_fr_dsn_return_line_institution_id_return_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_return_line_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_return_line')),
    sa.UniqueConstraint('institution_id', 'return_id', 'declaration_id', name='uq_fr_dsn_return_line_of')
    )
    with op.batch_alter_table('fr_dsn_return_line', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_return_line_account', ['institution_id', 'company_id', 'to_handle', 'came_at', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_return_line_declaration', ['institution_id', 'declaration_id'], unique=False)
        batch_op.create_index('ix_fr_dsn_return_line_open', ['institution_id', 'to_handle', 'came_at', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_return_line_place', ['institution_id', 'establishment_id', 'to_handle'], unique=False)

    op.create_table('fr_dsn_wage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('declaration_id', sa.Integer(), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('nir', sa.String(length=40), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('contract', sa.String(length=20), nullable=False),
    sa.Column('gross', sa.Numeric(precision=13, scale=2), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_wage_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'declaration_id'], ['fr_dsn_declaration.institution_id', 'fr_dsn_declaration.id'], name=op.f('fk_fr_dsn_wage_institution_id_declaration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_wage_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_wage'))
    )
    with op.batch_alter_table('fr_dsn_wage', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_wage_declaration', ['institution_id', 'declaration_id'], unique=False)
        batch_op.create_index('ix_fr_dsn_wage_nir', ['institution_id', 'nir'], unique=False)
        batch_op.create_index('ix_fr_dsn_wage_person', ['institution_id', 'company_id', 'siret', 'nir', 'month'], unique=False)

    protect(op, 'fr_dsn_partner')
    protect(op, 'fr_dsn_deposit')
    protect(op, 'fr_dsn_establishment')
    protect(op, 'fr_dsn_profile')
    protect(op, 'fr_dsn_declaration')
    protect(op, 'fr_dsn_deposit_file')
    protect(op, 'fr_dsn_month')
    protect(op, 'fr_dsn_profile_establishment')
    protect(op, 'fr_dsn_profile_person')
    protect(op, 'fr_dsn_return')
    protect(op, 'fr_dsn_return_line')
    protect(op, 'fr_dsn_wage')
