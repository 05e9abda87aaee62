"""The real clients of the outside world; settings alone say whether they speak to it or to its emulators."""

from integrations.lifecycle import close

__all__ = ["close"]
