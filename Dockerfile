# Three stages: the first installs and takes out what is never used, the second has Python and what was installed, the third
# is the second in one layer. Nothing here depends on the processor: amd64 and arm64 are built from the same lines.
#   docker build -t atlas-simulator .
#   docker build -t atlas-simulator --build-arg EXTRAS=rapidocr .      (or heic, cluster, pytesseract)
FROM debian:bookworm-slim AS build
ARG EXTRAS=""
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
        binutils gcc libc6-dev libblas3 liblapack3
RUN python3 -m venv /opt/atlas-simulator
WORKDIR /source
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY simulator ./simulator
COPY fixtures ./fixtures
COPY sample_docs/applications ./sample_docs/applications
RUN /opt/atlas-simulator/bin/pip install --no-cache-dir --no-compile --quiet -c requirements.lock ".${EXTRAS:+[$EXTRAS]}" \
 && /opt/atlas-simulator/bin/pip uninstall --quiet --yes pip setuptools
# The demo reads documents with what is left; what Python compiles on the way is what a start needs compiled.
COPY docker/slim.py ./docker/
RUN python3 docker/slim.py /opt/atlas-simulator/lib/python3*/site-packages \
 && cd / && /opt/atlas-simulator/bin/atlas-simulator demo \
 && /opt/atlas-simulator/bin/python3 -c 'import simulator.server; from simulator.documents.vision.faces import _detector; assert _detector()'

FROM debian:bookworm-slim AS system
# What installs packages, logs people in and looks after disks goes after it has done its work: nobody does that in here. The
# list of packages stays true, for whoever looks for vulnerabilities. /data may be written by any user that a host chooses.
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 libblas3 liblapack3 \
 && useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin atlas \
 && install -d -m 1777 -o atlas -g atlas /data \
 && dpkg --purge --force-remove-essential --force-depends \
        apt libapt-pkg6.0 perl-base e2fsprogs logsave libext2fs2 login passwd util-linux mount \
        libgnutls30 libp11-kit0 libhogweed6 libnettle8 libidn2-0 libunistring2 gpgv debian-archive-keyring libgcrypt20 \
        libgpg-error0 libseccomp2 libsystemd0 libudev1 libcap-ng0 \
        libmount1 libfdisk1 libblkid1 libsmartcols1 > /dev/null 2>&1 \
 && rm -rf /var/lib/apt /var/cache/* /var/log/* /usr/share/man/* /usr/share/locale/* /usr/share/info/* /usr/lib/*/gconv \
           /usr/lib/python3*/lib2to3 /usr/lib/python3*/pydoc_data \
 && find /usr/share/doc -type f ! -name copyright -delete
COPY --from=build /opt/atlas-simulator /opt/atlas-simulator

FROM scratch
COPY --from=system / /
ENV PATH=/opt/atlas-simulator/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    ATLAS_SIMULATOR_IMAGE=yes \
    ATLAS_SIM_HOST=0.0.0.0 \
    ATLAS_SIM_STATE=/data/state.sqlite3
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8642
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --retries=3 CMD ["atlas-simulator", "ready"]
ENTRYPOINT ["atlas-simulator"]
CMD ["serve"]
