-- what everybody's reviews of each of these handymen come to
SELECT worker_id, count(*) AS number, sum(overall_rating) AS stars,
       count(*) FILTER (WHERE would_recommend) AS recommending
FROM reviews
WHERE worker_id = ANY ($1::uuid[]) AND removed_at IS NULL
GROUP BY worker_id
