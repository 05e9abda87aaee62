-- approved, active handymen who offer it there, the most trusted first (REV-13): each review weighs half as much
-- after every $8 days, and as if there were $5 more reviews in the middle, of $6 stars, $7 of them recommending
WITH found AS (
    SELECT p.user_id, p.is_paused, round((80 * r.stars / 5 + 20 * r.recommending)::numeric, 3) AS trust
    FROM worker_profiles p
    JOIN users u ON u.id = p.user_id
    CROSS JOIN LATERAL (
        SELECT ($5::float8 * $6::float8 + coalesce(sum(weight * overall_rating), 0))
                   / ($5::float8 + coalesce(sum(weight), 0)) AS stars,
               ($5::float8 * $7::float8 + coalesce(sum(weight) FILTER (WHERE would_recommend), 0))
                   / ($5::float8 + coalesce(sum(weight), 0)) AS recommending
        FROM (
            SELECT overall_rating, would_recommend,
                   power(0.5, date_part('epoch', $4::timestamptz - created_at) / 86400 / $8::float8) AS weight
            FROM reviews
            WHERE worker_id = p.user_id AND removed_at IS NULL AND created_at <= $4
            OFFSET 0  -- so that each power is taken once
        ) AS weighed
    ) AS r
    WHERE p.approval_status = 'approved' AND u.status = 'active' AND u.deleted_at IS NULL
      AND ($1::text[] IS NULL OR p.service_areas && $1)
      AND (($2::text IS NULL AND $3::text IS NULL) OR EXISTS (
          SELECT FROM worker_services o JOIN services s ON s.id = o.service_id
          WHERE o.worker_id = p.user_id AND s.category = coalesce($2, s.category) AND s.name = coalesce($3, s.name)
      ))
)
SELECT user_id, is_paused, trust FROM found
WHERE $9::bool IS NULL OR is_paused > $9 OR (is_paused = $9 AND (trust, user_id) < ($10::numeric, $11::uuid))
ORDER BY is_paused, trust DESC, user_id DESC
LIMIT $12
