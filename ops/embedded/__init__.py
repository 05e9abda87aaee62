"""PostgreSQL and Valkey from wheels, as children that end with us: a fresh machine needs nothing else."""

from ops.embedded.postgres import Postgres
from ops.embedded.redis import Redis
from ops.embedded.scratch import scratch

__all__ = ["Postgres", "Redis", "scratch"]
