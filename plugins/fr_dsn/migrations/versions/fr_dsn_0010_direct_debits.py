"""Direct debits: mandates, collections, and the day on which a call is debited."""

import sqlalchemy as sa
from alembic import op
from console.plugin import protect
revision = "fr_dsn_0010"
down_revision = "fr_dsn_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('fr_dsn_call', sa.Column('debit_on', sa.Date(), nullable=True))

    op.create_table('fr_dsn_collection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Numeric(precision=16, scale=2), nullable=False),
    sa.Column('left', sa.JSON(), nullable=False),
    sa.Column('lead', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by', sa.String(length=130), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_collection_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_collection')),
    sa.UniqueConstraint('institution_id', 'id', name='uq_fr_dsn_collection_id'),
    sa.UniqueConstraint('institution_id', 'reference', name='uq_fr_dsn_collection_reference')
    )
    with op.batch_alter_table('fr_dsn_collection', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_collection_day', ['institution_id', 'day', 'id'], unique=False)

    op.create_table('fr_dsn_debit_mandate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=35), nullable=False),
    sa.Column('holder', sa.String(length=70), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('bic', sa.String(length=11), nullable=False),
    sa.Column('signed', sa.Date(), nullable=False),
    sa.Column('begins', sa.String(length=4), nullable=False),
    sa.Column('ended', sa.Date(), nullable=True),
    sa.Column('used', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_debit_mandate_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_debit_mandate_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_debit_mandate')),
    sa.UniqueConstraint('institution_id', 'reference', name='uq_fr_dsn_debit_mandate_reference')
    )
    with op.batch_alter_table('fr_dsn_debit_mandate', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_debit_mandate_company', ['institution_id', 'company_id', 'signed', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_debit_mandate_signed', ['institution_id', 'signed', 'id'], unique=False)

    op.create_table('fr_dsn_debit_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('collection_id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('mandate_id', sa.Integer(), nullable=False),
    sa.Column('end_to_end', sa.String(length=35), nullable=False),
    sa.Column('mandate', sa.String(length=35), nullable=False),
    sa.Column('signed', sa.Date(), nullable=False),
    sa.Column('sequence', sa.String(length=4), nullable=False),
    sa.Column('holder', sa.String(length=70), nullable=False),
    sa.Column('iban', sa.String(length=34), nullable=False),
    sa.Column('bic', sa.String(length=11), nullable=False),
    sa.Column('text', sa.String(length=140), nullable=False),
    sa.Column('amount', sa.Numeric(precision=11, scale=2), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('reason', sa.String(length=4), nullable=False),
    sa.Column('settled', sa.Date(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'call_id'], ['fr_dsn_call.institution_id', 'fr_dsn_call.id'], name=op.f('fk_fr_dsn_debit_item_institution_id_call_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'collection_id'], ['fr_dsn_collection.institution_id', 'fr_dsn_collection.id'], name=op.f('fk_fr_dsn_debit_item_institution_id_collection_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_fr_dsn_debit_item_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_fr_dsn_debit_item_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fr_dsn_debit_item'))
    )
    with op.batch_alter_table('fr_dsn_debit_item', schema=None) as batch_op:
        batch_op.create_index('ix_fr_dsn_debit_item_call', ['institution_id', 'call_id', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_debit_item_collection', ['institution_id', 'collection_id', 'state', 'id'], unique=False)
        batch_op.create_index('ix_fr_dsn_debit_item_mandate', ['institution_id', 'mandate_id', 'id'], unique=False)
        batch_op.create_index('uq_fr_dsn_debit_item_open', ['institution_id', 'call_id'], unique=True, sqlite_where=sa.column('state') == 'open', postgresql_where=sa.column('state') == 'open')

    protect(op, 'fr_dsn_collection')
    protect(op, 'fr_dsn_debit_mandate')
    protect(op, 'fr_dsn_debit_item')
