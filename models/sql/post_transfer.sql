-- one transfer with its entries and what they do to personal balances, whose accounts are held; nothing at all
-- for a cause that counted before, whose twin is waited for
WITH moved AS (
    INSERT INTO transfers (id, kind, cause, reverses_id, occurred_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (cause) DO NOTHING
    RETURNING id
), written AS (
    INSERT INTO entries (transfer_id, account_id, amount)
    SELECT moved.id, each.account_id, each.amount
    FROM moved, unnest($6::uuid[], $7::numeric[]) WITH ORDINALITY AS each (account_id, amount, place)
    ORDER BY each.place
), changed AS (
    UPDATE accounts SET balance = accounts.balance + each.amount
    FROM moved, unnest($8::uuid[], $9::numeric[]) AS each (account_id, amount)
    WHERE accounts.id = each.account_id
)
SELECT id FROM moved
