"""Stateful stand-ins for Stripe, Twilio Verify, SendGrid and S3, for development and tests.

`python -m integrations.emulators --port 5001 --home DIR` serves all of them on one port, at `/stripe`,
`/twilio`, `/sendgrid` and `/s3`, with a page for people at `/outside`. They check what the real ones check
(keys, signatures, parameters, amounts, expiry) and keep their state in DIR. Plain ASGI on sqlite, so that
they start at once.
"""
