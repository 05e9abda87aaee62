"""S3, path-style, on disk: every signature, payload hash and expiry is checked."""
