# The console with PostgreSQL's programs of the version that compose.yaml runs, for `guichet backup`.
FROM python:3.11-slim-bookworm AS wheels
WORKDIR /source
COPY . .
RUN python -m pip wheel --no-cache-dir --constraint constraints.txt --wheel-dir /wheels '.[s3,celery]'

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index --find-links /wheels 'guichet[s3,celery]'
RUN useradd --create-home --uid 10001 guichet && install --directory --owner guichet --mode 700 /data /backups
USER guichet
WORKDIR /data
ENV GUICHET_ENV=production GUICHET_DATA=/data
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--threads", "8", "--limit-request-field_size", "32768", "--limit-request-line", "8190", "wsgi:app"]
