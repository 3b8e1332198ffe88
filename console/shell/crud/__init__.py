"""Lists, forms and histories over one model, from one declaration of its columns.

A *column* says how a value is read and shown; list, page, form, filter, sheet and API all take it from there.
"""
