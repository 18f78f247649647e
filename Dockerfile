# Two stages: the first installs, the second has only Python and what was installed.
FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
 && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/atlas-simulator
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY simulator ./simulator
COPY fixtures ./fixtures
COPY sample_docs/applications ./sample_docs/applications
RUN /opt/atlas-simulator/bin/pip install --no-cache-dir --quiet . \
 && /opt/atlas-simulator/bin/pip uninstall --quiet --yes pip setuptools \
 && find /opt/atlas-simulator -type d -name tests -prune -exec rm -rf {} + \
 && /opt/atlas-simulator/bin/python3 -c 'import cv2, numpy, tesserocr, pypdfium2, PIL.Image, zxingcpp, simulator.cli'

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /var/log/* /var/cache/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin atlas \
 && install -d -o atlas -g atlas /data
COPY --from=build /opt/atlas-simulator /opt/atlas-simulator
ENV PATH=/opt/atlas-simulator/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    ATLAS_SIM_HOST=0.0.0.0 \
    ATLAS_SIM_STATE=/data/state.sqlite3
USER atlas
WORKDIR /data
VOLUME /data
EXPOSE 8642
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --retries=3 \
    CMD ["atlas-simulator", "ready"]
ENTRYPOINT ["atlas-simulator"]
CMD ["serve"]
