"""One private bucket per purpose and environment."""

from typing import Literal, get_args

from settings import settings

Bucket = Literal["profiles", "portfolios", "leads", "reviews", "messages", "completions", "evidence", "tickets"]
BUCKETS: tuple[Bucket, ...] = get_args(Bucket)


def bucket_name(kind: Bucket) -> str:
    config = settings()
    return f"{config.s3_bucket_prefix}-{kind}-{config.trustme_env}"
