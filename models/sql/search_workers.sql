-- approved, active handymen who offer it there, the most trusted first (REV-13): each review weighs half as much
-- after every $7 days, and as if there were $4 more reviews in the middle, of $5 stars, $6 of them recommending;
-- before that in the order of $17 ('rating', 'price'), in which who names no price stands at $18
WITH suited AS MATERIALIZED (  -- so that reviews are read only of those who suit
    SELECT p.user_id, p.is_paused
    FROM worker_profiles p
    JOIN users u ON u.id = p.user_id
    WHERE p.approval_status = 'approved' AND u.status = 'active' AND u.deleted_at IS NULL
      AND ($1::text[] IS NULL OR p.service_areas && $1)
      AND ($16::text IS NULL OR p.availability ? $16)
      AND (num_nonnulls($2::uuid[], $14::numeric, $15::numeric) = 0 OR p.user_id IN (
          SELECT worker_id FROM worker_services
          WHERE ($2::uuid[] IS NULL OR service_id = ANY ($2))
            AND ($14::numeric IS NULL OR price_amount >= $14) AND ($15::numeric IS NULL OR price_amount <= $15)
      ))
),
found AS (
    SELECT user_id, is_paused, round((80 * r.stars / 5 + 20 * r.recommending)::numeric, 3) AS trust,
           CASE $17::text
               WHEN 'rating' THEN coalesce(r.average, 0)
               WHEN 'price' THEN coalesce((
                   SELECT -min(price_amount) FROM worker_services
                   WHERE worker_id = suited.user_id AND ($2::uuid[] IS NULL OR service_id = ANY ($2))
                     AND ($14::numeric IS NULL OR price_amount >= $14)
                     AND ($15::numeric IS NULL OR price_amount <= $15)
               ), $18::numeric)
               ELSE 0
           END AS sorted_by
    FROM suited
    CROSS JOIN LATERAL (
        SELECT ($4::float8 * $5::float8 + coalesce(sum(weight * overall_rating), 0))
                   / ($4::float8 + coalesce(sum(weight), 0)) AS stars,
               ($4::float8 * $6::float8 + coalesce(sum(weight) FILTER (WHERE would_recommend), 0))
                   / ($4::float8 + coalesce(sum(weight), 0)) AS recommending,
               round(avg(overall_rating), 1) AS average  -- as it is shown
        FROM (
            SELECT overall_rating, would_recommend,
                   power(0.5, date_part('epoch', $3::timestamptz - created_at) / 86400 / $7::float8) AS weight
            FROM reviews
            WHERE worker_id = suited.user_id AND removed_at IS NULL AND created_at <= $3
            OFFSET 0  -- so that each power is taken once
        ) AS weighed
    ) AS r
    WHERE $13::numeric IS NULL OR r.average >= $13
)
SELECT user_id, is_paused, trust, sorted_by FROM found
WHERE $8::bool IS NULL OR is_paused > $8
   OR (is_paused = $8 AND (sorted_by, trust, user_id) < ($9::numeric, $10::numeric, $11::uuid))
ORDER BY is_paused, sorted_by DESC, trust DESC, user_id DESC
LIMIT $12
