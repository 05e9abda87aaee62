-- the newest reviews of each of these handymen
SELECT r.*, u.full_name, u.deleted_at
FROM unnest($1::uuid[]) AS wanted(worker_id)
CROSS JOIN LATERAL (
    SELECT id, worker_id, client_id, overall_rating, title, description, is_anonymous, created_at
    FROM reviews
    WHERE reviews.worker_id = wanted.worker_id AND removed_at IS NULL
    ORDER BY reviews.id DESC
    LIMIT $2
) AS r
JOIN users u ON u.id = r.client_id
ORDER BY r.id DESC
