FROM python:3.13-slim AS build
COPY requirements.txt .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DEBUG=0 \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data \
    STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --create-home studyguide \
    && install --directory --owner=studyguide --mode=700 /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
# .dockerignore lists what gets in.
COPY . .
RUN DATA_DIR=/tmp SECRET_KEY=only-to-collect-files python manage.py collectstatic --noinput
USER studyguide
VOLUME /data
EXPOSE 8000
# Asks by a name that ALLOWED_HOSTS admits.
HEALTHCHECK --start-period=60s --timeout=5s CMD python -c "\
import http.client, os; \
host = os.environ.get('ALLOWED_HOSTS', '').split(',')[0].lstrip('*.') or 'localhost'; \
server = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); \
server.request('GET', '/healthz', headers={'Host': host}); \
raise SystemExit(server.getresponse().status != 200)"
CMD ["bin/serve"]
