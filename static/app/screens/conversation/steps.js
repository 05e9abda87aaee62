/** The step that a job has reached, the furthest payment counts. */
export function stepOf(isRevealed, payments) {
  return Math.max(isRevealed ? 1 : 0, ...payments.map((payment) => REACHES[payment.state] ?? 1));
}

const REACHES = { paid: 2, disputed: 3, marked: 3, confirmed: 3, released: 4 };
