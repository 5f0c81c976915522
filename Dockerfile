# The badgeapi image; docs/container.md says how to build and run it.
#
# BASE is any image with glibc, Python 3.11 or newer and its venv module: the official one, Debian's, your own.
ARG BASE=docker.io/library/python:3.13-slim


# 1. A wheel of this checkout, and a virtual environment with it and what it needs.
FROM ${BASE} AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY migrations migrations
COPY src src
# Both secrets are optional: a pip.conf names your own package index, and ca.pem the authorities it is trusted by.
# They are files for the time of this step only and are in no layer. Bytecode is never compared with its source: layers
# round times of files to seconds, which would make half of it stale, on a file system where nobody can renew it.
# The version is that of the wheel, and of what it needs, the ranges in it.
# hadolint ignore=DL3013
RUN --mount=type=secret,id=pip.conf,target=/etc/pip.conf \
    --mount=type=secret,id=ca.pem,target=/run/secrets/ca.pem \
    python3 -m venv pip \
    && pip/bin/pip wheel --no-cache-dir --no-deps --wheel-dir dist . \
    && python3 -m venv --without-pip /opt/badgeapi \
    && set -- dist/*.whl \
    && pip/bin/pip --python /opt/badgeapi/bin/python install --no-cache-dir --no-compile "$1[fast,redis]" \
    && python3 -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/badgeapi/lib


# 2. What runs: the base, and the virtual environment, which has no pip; no compiler, no checkout.
FROM ${BASE}
LABEL org.opencontainers.image.title="badgeapi" \
      org.opencontainers.image.description="Issue, keep and verify Open Badges 3.0 credentials over a REST API" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/badgeapi /opt/badgeapi
ENV PATH="/opt/badgeapi/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BADGEAPI_DATA_DIR=/data

# Nobody has this number elsewhere, and Kubernetes can see that it is not root. Only /data is written to.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-I", "-c", "\
from http.client import HTTPConnection; \
connection = HTTPConnection('127.0.0.1', 8000, timeout=4); \
connection.request('GET', '/health/ready'); \
raise SystemExit(connection.getresponse().status != 200)"]
ENTRYPOINT ["badgeapi"]
CMD ["serve", "--host", "0.0.0.0"]
