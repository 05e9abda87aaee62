FROM python:3.11-slim-bookworm

RUN pip install --no-cache-dir uv
WORKDIR /trustme
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-cache --compile-bytecode
COPY . .

ENV PATH=/trustme/.venv/bin:$PATH \
    MALLOC_ARENA_MAX=2 \
    TRUSTME_ENV=production
USER nobody
EXPOSE 5000
CMD ["python", "-m", "ops", "web", "--host", "0.0.0.0"]
