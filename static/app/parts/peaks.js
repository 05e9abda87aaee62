const BARS = 40;
const LOUDEST = 31;
/** A room in which nobody speaks isn't drawn as if somebody did. */
const QUIET = 0.1;

/**
 * A voice's loudness (0 to 1, as often as it was measured) as the server keeps it: a digit of base 32 for each bar.
 * @param {number[]} levels
 */
export function peaksOf(levels) {
  if (!levels.length) return null;
  const bars = Math.min(BARS, levels.length);
  const loud = Array.from({ length: bars }, (_, place) => {
    const from = Math.floor((place * levels.length) / bars);
    const to = Math.floor(((place + 1) * levels.length) / bars);
    return Math.max(...levels.slice(from, to));
  });
  const most = Math.max(QUIET, ...loud);
  return loud.map((level) => Math.round((level / most) * LOUDEST).toString(32)).join("");
}

/**
 * The bars as the path of an SVG whose box is as wide as there are bars and two high. Nothing measured is a plain line.
 * @param {string | null | undefined} peaks
 */
export function drawn(peaks) {
  if (!peaks) return { width: BARS, path: `M0.5 1H${BARS - 0.5}` };
  const path = [...peaks].map((digit, place) => {
    const half = Math.max(0.06, (Number.parseInt(digit, 32) / LOUDEST) * 0.9);
    return `M${place + 0.5} ${(1 - half).toFixed(2)}v${(2 * half).toFixed(2)}`;
  });
  return { width: peaks.length, path: path.join("") };
}
