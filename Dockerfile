# One image for every service; which one it is, the command says. Built in two steps, so that no compiler, no cache
# and no build tool is in what runs. Plain syntax: it builds with BuildKit and with the classic builder.
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/dyadwatch
WORKDIR /src
# Dependencies first: they change seldom, and this layer is the slow one. Part 2 of the lock (embedded servers, tests)
# has no place in an image.
COPY requirements.lock ./
RUN sed '/^# Part 2/,$d' requirements.lock > image.lock \
    && /opt/dyadwatch/bin/pip install --require-hashes --no-deps -r image.lock
COPY pyproject.toml README.md LICENSE ./
COPY config ./config
COPY worker ./worker
RUN /opt/dyadwatch/bin/pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
# A number, not a name, so that an orchestrator can see that it is not root.
RUN groupadd --gid 10001 dyadwatch && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp dyadwatch \
    # a new volume takes its owner from the folder that it covers
    && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/dyadwatch /opt/dyadwatch
ENV PATH=/opt/dyadwatch/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DYADWATCH_CONFIG=/config \
    DYADWATCH_LOG_FORMAT=json
COPY config /config
WORKDIR /tmp
USER 10001:10001
EXPOSE 8000
CMD ["dyadwatch", "--help"]
