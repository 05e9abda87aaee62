-- one handyman's reviews in figures
SELECT count(*) AS number, sum(overall_rating) AS stars,
       count(*) FILTER (WHERE would_recommend) AS recommending,
       count(*) FILTER (WHERE would_hire_again) AS hiring_again,
       count(*) FILTER (WHERE overall_rating = 1) AS stars_1, count(*) FILTER (WHERE overall_rating = 2) AS stars_2,
       count(*) FILTER (WHERE overall_rating = 3) AS stars_3, count(*) FILTER (WHERE overall_rating = 4) AS stars_4,
       count(*) FILTER (WHERE overall_rating = 5) AS stars_5,
       avg(quality_rating) AS quality_rating, avg(communication_rating) AS communication_rating,
       avg(punctuality_rating) AS punctuality_rating, avg(professionalism_rating) AS professionalism_rating,
       avg(value_rating) AS value_rating
FROM reviews
WHERE worker_id = $1 AND removed_at IS NULL
