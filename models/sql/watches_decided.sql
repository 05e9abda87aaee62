-- what was decided for watches that are held: when to look again, and what their person has been told
UPDATE unread_watches AS w
SET look_at = d.look_at, news_seen = d.news_seen, news_pushed = d.news_pushed, pushed_at = d.pushed_at,
    news_mailed = d.news_mailed
FROM unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::int[], $5::timestamptz[], $6::int[])
    AS d (id, look_at, news_seen, news_pushed, pushed_at, news_mailed)
WHERE w.id = d.id
