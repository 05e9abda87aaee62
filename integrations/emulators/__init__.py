"""Stateful stand-ins for Stripe, Twilio Verify, SendGrid, S3 and a push service, for development and tests.

`python -m integrations.emulators --port 5001 --home DIR` serves all of them on one port, at `/stripe`,
`/twilio`, `/sendgrid`, `/s3` and `/push`, with a page for people at `/outside`. They check what the real ones
check (keys, signatures, parameters, amounts, expiry) and keep their state in DIR. Plain ASGI on sqlite, so that
they start at once.
"""
