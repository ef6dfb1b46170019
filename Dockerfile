# docker build -t kratom-lint . && docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" kratom-lint check copy/
FROM python:3.12-slim AS build
COPY . /source
RUN pip install --no-cache-dir --prefix=/installed "/source[js,pdf]"

FROM python:3.12-slim
# git tells what changed (check --since); the folder that is mounted belongs to someone else.
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
COPY --from=build /installed /usr/local
# The rules are compiled once, here, and not at each start; the folder can be written by whoever runs the image.
ENV KRATOM_LINT_CACHE_DIR=/var/cache/kratom-lint
RUN mkdir -m 1777 "$KRATOM_LINT_CACHE_DIR" && kratom-lint rules > /dev/null \
    && chmod a+r "$KRATOM_LINT_CACHE_DIR"/*
WORKDIR /work
ENTRYPOINT ["kratom-lint"]
CMD ["check"]
