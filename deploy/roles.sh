#!/bin/sh
# Run once, when the database is made: one role owns the tables, the other reads and writes rows and owns nothing.
set -eu
psql --set=ON_ERROR_STOP=1 --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE guichet_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE guichet_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE guichet OWNER guichet_owner;
SQL
