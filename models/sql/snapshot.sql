-- a moment to ask from later: every transaction below it has ended, and what it wrote can be seen
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS moment
