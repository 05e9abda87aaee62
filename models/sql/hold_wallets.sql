-- both accounts of handymen, locked until the commit, ids ascending (R-21)
SELECT id, kind, owner_id, balance, created_at
FROM accounts
WHERE owner_id = ANY($1::uuid[]) AND kind IN ('deposits', 'earnings')
ORDER BY id
FOR NO KEY UPDATE
