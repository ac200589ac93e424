# The site as an image: built in one stage, run in another that holds no compiler, no Node and no source.
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN pip install --no-cache-dir uv
COPY . .
RUN uv build --wheel --out-dir /wheels \
 && uv export --frozen --no-dev --no-emit-project --format requirements-txt --output-file /wheels/requirements.txt

FROM python:3.13-slim-bookworm
# pg_dump and pg_restore for gonghu backup, never older than the server of compose.yaml; typefaces for printed forms.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /var/lib/gonghu --shell /usr/sbin/nologin gonghu \
 && install -d -o gonghu -g gonghu -m 0700 /var/lib/gonghu /var/lib/gonghu-keys /var/backups/gonghu
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --require-hashes -r /wheels/requirements.txt \
 && pip install --no-cache-dir --no-deps /wheels/*.whl \
 && rm -r /wheels
USER gonghu
WORKDIR /var/lib/gonghu
ENV PYTHONUNBUFFERED=1 \
    GONGHU_HOME=/var/lib/gonghu \
    GONGHU_KEYRING=/var/lib/gonghu-keys/keyring.json
VOLUME ["/var/lib/gonghu", "/var/lib/gonghu-keys", "/var/backups/gonghu"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["gonghu", "healthy"]
ENTRYPOINT ["gonghu"]
CMD ["serve", "--host", "0.0.0.0", "--without-worker"]
