export const STEPS = ["contact", "deal", "protected", "work", "released"];

/** The step that a job has reached, from what its timeline tells; the furthest payment counts. */
export function stepOf(rows, payments) {
  const reached = payments.map((payment) => REACHES[payment.state] ?? 1);
  const answered = rows.some((row) => row.event?.kind === "contact.revealed") || payments.length > 0;
  return Math.max(answered ? 1 : 0, ...reached);
}

const REACHES = { paid: 2, disputed: 3, marked: 3, confirmed: 3, released: 4 };
