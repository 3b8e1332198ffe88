"""Pages of information."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0013'
down_revision = 'console_0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('inst_institution', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outages_version', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('inst_institution', schema=None) as batch_op:
        batch_op.alter_column('outages_version', server_default=None)

    op.create_table('info_page',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=7), nullable=False),
    sa.Column('theme', sa.String(length=121), nullable=False),
    sa.Column('audience', sa.String(length=9), nullable=False),
    sa.Column('published', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=True),
    sa.Column('ends_at', sa.DateTime(), nullable=True),
    sa.Column('at_sign_in', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_info_page_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_info_page')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_info_page_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'slug', name=op.f('uq_info_page_institution_id_slug'))
    )
    op.create_table('info_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('page_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('file_reference', sa.String(length=9), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'file_reference'], ['doc_file.institution_id', 'doc_file.reference'], name=op.f('fk_info_text_institution_id_file_reference')),
    sa.ForeignKeyConstraint(['institution_id', 'page_id'], ['info_page.institution_id', 'info_page.id'], name=op.f('fk_info_text_institution_id_page_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_info_text_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_info_text')),
    sa.UniqueConstraint('institution_id', 'page_id', 'language', name=op.f('uq_info_text_institution_id_page_id_language'))
    )
    op.create_table('info_contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme', sa.String(length=121), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_info_contact_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_info_contact')),
    sa.UniqueConstraint('institution_id', 'theme', name=op.f('uq_info_contact_institution_id_theme'))
    )

    protect(op, 'info_page')
    protect(op, 'info_text')
    protect(op, 'info_contact')
