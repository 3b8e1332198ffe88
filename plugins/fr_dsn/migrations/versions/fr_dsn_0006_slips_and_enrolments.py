"""Slips of daily benefits and enrolments."""

import sqlalchemy as sa
from alembic import op
from console.plugin import protect
revision = 'fr_dsn_0006'
down_revision = 'fr_dsn_0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fr_dsn_enrolled_company',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=14), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('side', sa.String(length=3), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_enrolled_company_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_enrolled_company')),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_enrolled_company_id'),
    sa.UniqueConstraint('institution_id', 'number', name='uq_fr_dsn_enrolled_company_number')
    )
    with op.batch_alter_table('fr_dsn_enrolled_company', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_enrolled_company_name', ['institution_id', 'name', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_enrolled_company_state', ['institution_id', 'state', 'id'], unique=False)

    op.create_table('fr_dsn_enrolment_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=3), nullable=False),
    sa.Column('identification', sa.String(length=80), nullable=False),
    sa.Column('document', sa.String(length=80), nullable=False),
    sa.Column('number', sa.String(length=14), nullable=False),
    sa.Column('nir', sa.String(length=13), nullable=False),
    sa.Column('operation', sa.String(length=6), nullable=False),
    sa.Column('verdict', sa.String(length=1), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('came_at', sa.DateTime(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_enrolment_answer_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_enrolment_answer')),
    sa.UniqueConstraint('institution_id', 'digest', name=op.f('uq_fr_dsn_enrolment_answer_institution_id_digest')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_fr_dsn_enrolment_answer_institution_id_id'))
    )
    with op.batch_alter_table('fr_dsn_enrolment_answer', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_enrolment_answer_came', ['institution_id', 'came_at', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_enrolment_answer_nir', ['institution_id', 'nir'], unique=False)

    op.create_table('fr_dsn_enrolment_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sending_id', sa.Integer(), nullable=False),
    sa.Column('operation', sa.String(length=6), nullable=False),
    sa.Column('number', sa.String(length=14), nullable=False),
    sa.Column('nir', sa.String(length=13), nullable=False),
    sa.Column('cover', sa.String(length=25), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_enrolment_line_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_enrolment_line'))
    )
    with op.batch_alter_table('fr_dsn_enrolment_line', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_enrolment_line_asked', ['institution_id', 'asked_at'], unique=False)
        batch_op.create_index('ix_fr_dsn_enrolment_line_nir', ['institution_id', 'nir', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_enrolment_line_of', ['institution_id', 'sending_id', 'number', 'nir'], unique=False)

    op.create_table('fr_dsn_enrolment_sending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('header', sa.String(length=25), nullable=False),
    sa.Column('document', sa.String(length=25), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=False),
    sa.Column('sent_by', sa.String(length=130), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_enrolment_sending_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_enrolment_sending')),
    sa.UniqueConstraint('institution_id', 'document', name=op.f('uq_fr_dsn_enrolment_sending_institution_id_document')),
    sa.UniqueConstraint('institution_id', 'header', name=op.f('uq_fr_dsn_enrolment_sending_institution_id_header')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_fr_dsn_enrolment_sending_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_fr_dsn_enrolment_sending_institution_id_reference'))
    )
    with op.batch_alter_table('fr_dsn_enrolment_sending', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_enrolment_sending_sent', ['institution_id', 'sent_at', 'id'], unique=False)

    op.create_table('fr_dsn_slip',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('identification', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('came_by', sa.String(length=7), nullable=False),
    sa.Column('brought_by', sa.String(length=130), nullable=False),
    sa.Column('came_at', sa.DateTime(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=8), nullable=False),
    sa.Column('total', sa.Numeric(precision=14, scale=2), nullable=False),
    sa.Column('declared', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('benefits', sa.Integer(), nullable=False),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_slip_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_slip')),
    sa.UniqueConstraint('institution_id', 'digest', name=op.f('uq_fr_dsn_slip_institution_id_digest')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_fr_dsn_slip_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_fr_dsn_slip_institution_id_reference'))
    )
    with op.batch_alter_table('fr_dsn_slip', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_slip_came', ['institution_id', 'came_at', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_slip_identification', ['institution_id', 'identification'], unique=False)

    op.create_table('fr_dsn_benefit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('slip', sa.String(length=14), nullable=False),
    sa.Column('stoppage', sa.String(length=14), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=False),
    sa.Column('person', sa.String(length=13), nullable=False),
    sa.Column('fund', sa.String(length=20), nullable=False),
    sa.Column('nature', sa.String(length=20), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=True),
    sa.Column('first', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('gross', sa.Numeric(precision=14, scale=2), nullable=False),
    sa.Column('deductions', sa.Numeric(precision=14, scale=2), nullable=False),
    sa.Column('net', sa.Numeric(precision=14, scale=2), nullable=False),
    sa.Column('paid_to', sa.String(length=8), nullable=False),
    sa.Column('automatic', sa.Boolean(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('identity', sa.String(length=64), nullable=False),
    sa.Column('reverses', sa.String(length=14), nullable=False),
    sa.Column('reversed_by', sa.String(length=14), nullable=False),
    sa.Column('came_at', sa.DateTime(), nullable=False),
    sa.Column('matched_at', sa.DateTime(), nullable=True),
    sa.Column('told_at', sa.DateTime(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_benefit_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_benefit_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_benefit')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_fr_dsn_benefit_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_fr_dsn_benefit_institution_id_reference'))
    )
    with op.batch_alter_table('fr_dsn_benefit', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_benefit_company', ['institution_id', 'company_id', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_benefit_identity', ['institution_id', 'identity'], unique=False)
        batch_op.create_index('ix_fr_dsn_benefit_month', ['institution_id', 'month', 'siret'], unique=False)
        batch_op.create_index('ix_fr_dsn_benefit_person', ['institution_id', 'person', 'first'], unique=False)
        batch_op.create_index('ix_fr_dsn_benefit_slip', ['institution_id', 'slip', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_benefit_state', ['institution_id', 'state', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_benefit_stoppage', ['institution_id', 'stoppage', 'id'], unique=False)

    op.create_table('fr_dsn_enrolled_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_key', sa.Integer(), nullable=False),
    sa.Column('nir', sa.String(length=13), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('given_name', sa.String(length=80), nullable=False),
    sa.Column('cover', sa.String(length=25), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('back_to', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('side', sa.String(length=3), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_key'], ['fr_dsn_enrolled_company.institution_id', 'fr_dsn_enrolled_company.id'], name=op.f('fk_fr_dsn_enrolled_person_institution_id_company_key')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_enrolled_person_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_enrolled_person')),
    sa.UniqueConstraint('institution_id', 'company_key', 'nir', 'cover', name='uq_fr_dsn_enrolled_person_cover'),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_enrolled_person_id')
    )
    with op.batch_alter_table('fr_dsn_enrolled_person', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_enrolled_person_name', ['institution_id', 'name', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_enrolled_person_nir', ['institution_id', 'nir', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_enrolled_person_side', ['institution_id', 'side', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_enrolled_person_state', ['institution_id', 'state', 'id'], unique=False)

    protect(op, 'fr_dsn_enrolled_company')
    protect(op, 'fr_dsn_enrolment_answer')
    protect(op, 'fr_dsn_enrolment_line')
    protect(op, 'fr_dsn_enrolment_sending')
    protect(op, 'fr_dsn_slip')
    protect(op, 'fr_dsn_benefit')
    protect(op, 'fr_dsn_enrolled_person')
