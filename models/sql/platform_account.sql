-- the platform's account of a kind: nobody's, never locked (R-09)
SELECT id, kind, owner_id, balance, created_at
FROM accounts
WHERE kind = $1 AND owner_id IS NULL
