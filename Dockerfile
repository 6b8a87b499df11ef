# syntax=docker/dockerfile:1
# A Voicenter sandbox in a container: docs/how-to/containers.md.
#
# BASE is any image with Python 3.11 or newer as `python3`, or a bare Debian, which gets Debian's. What builds (pip, a
# compiler's headers) stays in the first stage; the second has Python, the package and what that needs.

ARG BASE=docker.io/library/python:3.13-slim

FROM ${BASE} AS build
RUN command -v python3 > /dev/null && python3 -c 'import ensurepip, venv' 2> /dev/null || \
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 python3-venv; }
COPY . /source
ARG EXTRAS=""
# Bytecode of what every start needs, and no more: that of all the rest would take as much room again. The tables of
# phonenumbers are 23 MB as source and 5 MB as a zip of bytecode, which Python imports as it is, and faster.
RUN python3 -m venv /build && \
    /build/bin/pip wheel --quiet --disable-pip-version-check --no-cache-dir --no-deps --wheel-dir /wheels /source && \
    python3 -m venv --without-pip /opt/voicenter-mock && \
    wheel=$(echo /wheels/*.whl) && \
    /build/bin/pip --python /opt/voicenter-mock/bin/python3 install --quiet --disable-pip-version-check --no-cache-dir \
        --no-compile "${wheel}${EXTRAS:+[${EXTRAS}]}" && \
    cd /opt/voicenter-mock/lib/python3*/site-packages && \
    python3 -m compileall -q voicenter_mock flask werkzeug uvicorn && \
    python3 -m compileall -q -b phonenumbers && find phonenumbers -name '*.py*' ! -name '*.pyc' -delete && \
    python3 -m zipfile -c phonenumbers.zip phonenumbers && rm -r phonenumbers && \
    echo phonenumbers.zip > phonenumbers.pth && \
    python3 /source/tools/image_sbom.py /opt/voicenter-mock > /opt/voicenter-mock/sbom.cdx.json

FROM ${BASE}
ARG VERSION=""
LABEL org.opencontainers.image.title="voicenter-mock" \
      org.opencontainers.image.description="A stateful fake of the Voicenter cloud phone system" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
RUN command -v python3 > /dev/null || \
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 && \
      apt-get clean && rm -rf /var/lib/apt/lists/*; }
COPY --from=build /opt/voicenter-mock /opt/voicenter-mock
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin voicenter && \
    install -d -o voicenter -g voicenter /data
ENV PATH=/opt/voicenter-mock/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8025
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8025/_sandbox/health', timeout=2)"]
# serve ends at once on SIGTERM, which is what a container is stopped with.
ENTRYPOINT ["voicenter-mock"]
CMD ["serve", "--host", "0.0.0.0", "--db", "/data/calls.db"]
