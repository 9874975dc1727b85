# One image for every job: it serves the public pages, serves the internal ones, loads and publishes. See compose.yaml.
FROM python:3.13-slim AS build
WORKDIR /app
# npm brings the small Plotly, and stays in this stage.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends npm >/dev/null
COPY requirements.lock pyproject.toml README.md LICENSE app.py cli.py ./
RUN python -m venv /venv \
 && /venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements.lock
COPY etl ./etl
COPY metrics ./metrics
COPY analysis ./analysis
COPY audit ./audit
COPY dashboard ./dashboard
COPY commands ./commands
COPY assets ./assets
COPY scripts/packages.py scripts/sbom.py ./scripts/
# What installs packages is not needed any more, and is not in the image.
RUN /venv/bin/pip install --quiet --no-cache-dir --no-deps --no-build-isolation --editable . \
 && /venv/bin/python -m dashboard.fonts \
 && /venv/bin/python -m dashboard.bundle \
 && /venv/bin/python scripts/sbom.py > sbom.cdx.json \
 && /venv/bin/python -m compileall -q etl metrics analysis audit dashboard commands app.py cli.py \
 && /venv/bin/python -m pip uninstall --quiet --yes pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin equity \
 && install -d -o equity -g equity /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
# Days and embargoes are Connecticut's. The root file system may be read-only: /data holds the home, /dev/shm the workers'
# heartbeats and counts, /tmp the documents that are made on request.
ENV TZ=America/New_York PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 EQUITY_HOME=/data EQUITY_AUDIENCE=public PORT=8050
USER equity
VOLUME /data
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=4)"]
ENTRYPOINT ["equity"]
CMD ["serve", "--host", "0.0.0.0"]
