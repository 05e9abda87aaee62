"""For tortoise's own command line: `tortoise -c models.tortoise_orm.TORTOISE_ORM makemigrations`."""

from models.database import tortoise_config

TORTOISE_ORM = tortoise_config()
