"""Past work that a handyman shows, and whether its client stands by it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant
from models.uploads.tables import Upload
from models.workers.tables import WorkerProfile


class ProjectVerification(StrEnum):
    UNVERIFIED = "unverified"
    PENDING = "pending"
    VERIFIED = "verified"
    DECLINED = "declined"


class PortfolioProject(Row):
    worker: fields.ForeignKeyRelation[WorkerProfile] = belongs_to("WorkerProfile")
    worker_id: UUID
    title = fields.CharField(max_length=200)
    description = fields.TextField(default="")
    service_category = fields.CharField(max_length=100)
    completed_month = fields.SmallIntField(null=True)
    completed_year = fields.SmallIntField(null=True)
    verification_status = fields.CharEnumField(
        ProjectVerification, max_length=20, default=ProjectVerification.UNVERIFIED
    )
    client_email = fields.CharField(max_length=255, null=True)
    verified_at: datetime | None = instant(null=True)
    sort_order = fields.IntField(default=0)
    created_at: datetime = instant()

    class Meta:
        table = "portfolio_projects"


class PortfolioMedia(Row):
    project: fields.ForeignKeyRelation[PortfolioProject] = belongs_to(
        "PortfolioProject", on_delete=fields.OnDelete.CASCADE
    )
    project_id: UUID
    upload: fields.ForeignKeyRelation[Upload] = belongs_to("Upload", db_index=False)
    upload_id: UUID
    media_type = fields.CharField(max_length=10)
    description = fields.TextField(default="")
    sort_order = fields.IntField(default=0)
    created_at: datetime = instant()

    class Meta:
        table = "portfolio_media"
