"""Which private bucket holds the files of which purpose (FILE-01)."""

from typing import Literal

from models.uploads.tables import Purpose

Bucket = Literal["profiles", "portfolios", "leads", "reviews", "messages", "completions", "evidence", "tickets"]

BUCKETS: dict[Purpose, Bucket] = {
    Purpose.PROFILE: "profiles",
    Purpose.PORTFOLIO: "portfolios",
    Purpose.LEAD: "leads",
    Purpose.MESSAGE: "messages",
    Purpose.COMPLETION: "completions",
    Purpose.REVIEW: "reviews",
    Purpose.EVIDENCE: "evidence",
    Purpose.TICKET: "tickets",
}
