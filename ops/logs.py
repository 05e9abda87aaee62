"""What a process says on stderr: one JSON object a line, or lines for people."""

import logging
import sys

import structlog

from settings import settings

FIRST: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def install() -> None:
    """Both structlog's and the libraries' own lines, in one form.

    Tracebacks never show local variables: they hold what people wrote, and tokens.
    """
    last: list[structlog.typing.Processor]
    if settings().log_format == "json":
        traces = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        last = [structlog.processors.ExceptionRenderer(traces), structlog.processors.JSONRenderer()]
    else:
        last = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    structlog.configure(
        processors=[*FIRST, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(settings().log_level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=FIRST, processors=[remove, *last]))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger().setLevel(settings().log_level)
    for noisy in ("httpx", "httpcore", "botocore", "aiobotocore", "twilio.async_http_client", "stripe", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
