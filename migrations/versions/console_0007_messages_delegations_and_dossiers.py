"""Messages, delegations and dossiers."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect
revision = 'console_0007'
down_revision = 'console_0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mail_counter',
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('theme', sa.String(length=121), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('folder', sa.String(length=9), nullable=False),
    sa.Column('year', sa.String(length=4), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_mail_counter_institution_id')),
    sa.PrimaryKeyConstraint('institution_id', 'company_id', 'theme', 'type', 'folder', 'year', name=op.f('pk_mail_counter')),
    sqlite_with_rowid=False
    )
    op.create_table('dossier_dossier',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('theme', sa.String(length=121), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('person_number', sa.String(length=20), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=6), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_dossier_dossier_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_dossier_dossier_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_dossier')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_dossier_dossier_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_dossier_dossier_institution_id_reference'))
    )
    with op.batch_alter_table('dossier_dossier', schema=None) as batch_op:
        batch_op.create_index('ix_dossier_dossier_company', ['institution_id', 'company_id', 'theme', 'state', 'opened_at'], unique=False)
        batch_op.create_index('ix_dossier_dossier_person', ['institution_id', 'person_number'], unique=False)

    op.create_table('dossier_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('message', sa.String(length=14), nullable=False),
    sa.Column('by', sa.String(length=130), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_dossier_entry_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'dossier_id'], ['dossier_dossier.institution_id', 'dossier_dossier.id'], name=op.f('fk_dossier_entry_institution_id_dossier_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_dossier_entry_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_entry'))
    )
    with op.batch_alter_table('dossier_entry', schema=None) as batch_op:
        batch_op.create_index('ix_dossier_entry_dossier', ['institution_id', 'dossier_id', 'id'], unique=False)

    op.create_table('mail_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=14), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=True),
    sa.Column('theme', sa.String(length=121), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('origin', sa.String(length=10), nullable=False),
    sa.Column('channel', sa.String(length=9), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_number', sa.String(length=20), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('is_delegable', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('moved_at', sa.DateTime(), nullable=False),
    sa.Column('desk', sa.String(length=9), nullable=False),
    sa.Column('desk_at', sa.DateTime(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('settled_year', sa.String(length=4), nullable=False),
    sa.Column('outcome', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('is_expired', sa.Boolean(), nullable=False),
    sa.Column('is_recalled', sa.Boolean(), nullable=False),
    sa.Column('is_withdrawn', sa.Boolean(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.Column('read_by', sa.String(length=130), nullable=False),
    sa.Column('taken_by', sa.String(length=130), nullable=False),
    sa.Column('assigned_to', sa.Integer(), nullable=True),
    sa.Column('prefill', sa.JSON(), nullable=True),
    sa.Column('raw', sa.JSON(), nullable=True),
    sa.Column('revision_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('saved_by', sa.String(length=130), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=True),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.Column('send_key', sa.String(length=64), nullable=True),
    sa.Column('delegation_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'about_id'], ['mail_message.institution_id', 'mail_message.id'], name=op.f('fk_mail_message_institution_id_about_id')),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_mail_message_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'dossier_id'], ['dossier_dossier.institution_id', 'dossier_dossier.id'], name=op.f('fk_mail_message_institution_id_dossier_id')),
    sa.ForeignKeyConstraint(['institution_id', 'revision_id'], ['form_revision.institution_id', 'form_revision.id'], name=op.f('fk_mail_message_institution_id_revision_id')),
    sa.ForeignKeyConstraint(['institution_id', 'submission_id'], ['form_submission.institution_id', 'form_submission.id'], name=op.f('fk_mail_message_institution_id_submission_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_mail_message_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_message')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_mail_message_institution_id_id')),
    sa.UniqueConstraint('institution_id', 'reference', name=op.f('uq_mail_message_institution_id_reference')),
    sa.UniqueConstraint('institution_id', 'send_key', name=op.f('uq_mail_message_institution_id_send_key'))
    )
    with op.batch_alter_table('mail_message', schema=None) as batch_op:
        batch_op.create_index('ix_mail_message_assigned', ['institution_id', 'assigned_to', 'desk', 'desk_at'], unique=False)
        batch_op.create_index('ix_mail_message_desk', ['institution_id', 'desk', 'desk_at', 'id', 'theme'], unique=False)
        batch_op.create_index('ix_mail_message_dossier', ['institution_id', 'dossier_id', 'id'], unique=False)
        batch_op.create_index('ix_mail_message_due', ['institution_id', 'state', 'due'], unique=False)
        batch_op.create_index('ix_mail_message_folder', ['institution_id', 'company_id', 'theme', 'state', 'moved_at', 'id'], unique=False)
        batch_op.create_index('ix_mail_message_person', ['institution_id', 'person_number', 'desk_at'], unique=False)
        batch_op.create_index('ix_mail_message_theme', ['institution_id', 'theme', 'desk', 'desk_at', 'id'], unique=False)

    op.create_table('mail_delegation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('person_number', sa.String(length=20), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('agreed_by', sa.String(length=120), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('origin', sa.String(length=9), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('is_expired', sa.Boolean(), nullable=False),
    sa.Column('is_bounced', sa.Boolean(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=True),
    sa.Column('saved_at', sa.DateTime(), nullable=True),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'company_id'], ['party_company.institution_id', 'party_company.id'], name=op.f('fk_mail_delegation_institution_id_company_id')),
    sa.ForeignKeyConstraint(['institution_id', 'message_id'], ['mail_message.institution_id', 'mail_message.id'], name=op.f('fk_mail_delegation_institution_id_message_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_mail_delegation_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_delegation')),
    sa.UniqueConstraint('institution_id', 'id', name=op.f('uq_mail_delegation_institution_id_id'))
    )
    with op.batch_alter_table('mail_delegation', schema=None) as batch_op:
        batch_op.create_index('ix_mail_delegation_expires', ['institution_id', 'state', 'expires_at'], unique=False)
        batch_op.create_index('ix_mail_delegation_message', ['institution_id', 'message_id', 'id'], unique=False)

    op.create_table('mail_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=130), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'message_id'], ['mail_message.institution_id', 'mail_message.id'], name=op.f('fk_mail_note_institution_id_message_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_mail_note_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_note'))
    )
    with op.batch_alter_table('mail_note', schema=None) as batch_op:
        batch_op.create_index('ix_mail_note_message', ['institution_id', 'message_id', 'id'], unique=False)

    op.create_table('mail_link',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'delegation_id'], ['mail_delegation.institution_id', 'mail_delegation.id'], name=op.f('fk_mail_link_institution_id_delegation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_mail_link'))
    )
    with op.batch_alter_table('mail_link', schema=None) as batch_op:
        batch_op.create_index('ix_mail_link_delegation', ['institution_id', 'delegation_id'], unique=False)

    op.create_table('mail_private_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('company_id', sa.Integer(), nullable=True),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('raw', sa.JSON(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.Column('institution_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id', 'delegation_id'], ['mail_delegation.institution_id', 'mail_delegation.id'], name=op.f('fk_mail_private_part_institution_id_delegation_id')),
    sa.ForeignKeyConstraint(['institution_id', 'revision_id'], ['form_revision.institution_id', 'form_revision.id'], name=op.f('fk_mail_private_part_institution_id_revision_id')),
    sa.ForeignKeyConstraint(['institution_id', 'submission_id'], ['form_submission.institution_id', 'form_submission.id'], name=op.f('fk_mail_private_part_institution_id_submission_id')),
    sa.ForeignKeyConstraint(['institution_id'], ['inst_institution.id'], name=op.f('fk_mail_private_part_institution_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_private_part')),
    sa.UniqueConstraint('institution_id', 'delegation_id', name=op.f('uq_mail_private_part_institution_id_delegation_id'))
    )
    protect(op, 'mail_counter')
    protect(op, 'dossier_dossier')
    protect(op, 'dossier_entry')
    protect(op, 'mail_message')
    protect(op, 'mail_delegation')
    protect(op, 'mail_note')
    protect(op, 'mail_private_part')
