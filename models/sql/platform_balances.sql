-- what each of the platform's accounts comes to: its checkpoint and what was entered since (R-09)
WITH since AS (
    SELECT e.account_id, sum(e.amount) AS amount
    FROM entries e JOIN accounts a ON a.id = e.account_id LEFT JOIN ledger_checkpoints c ON c.account_id = e.account_id
    WHERE e.id > (
        SELECT min(coalesce(c.up_to, 0))
        FROM accounts a LEFT JOIN ledger_checkpoints c ON c.account_id = a.id
        WHERE a.owner_id IS NULL
    ) AND e.id > coalesce(c.up_to, 0) AND a.owner_id IS NULL
    GROUP BY e.account_id
)
SELECT a.id, a.kind, coalesce(c.balance, 0) + coalesce(since.amount, 0) AS balance
FROM accounts a
LEFT JOIN ledger_checkpoints c ON c.account_id = a.id
LEFT JOIN since ON since.account_id = a.id
WHERE a.owner_id IS NULL
