import { call, onAnswer } from "./api.js";
import { onAcknowledged } from "./socket.js";

const MOST = 25;
const EVERY = 5000;
const OWN = "/api/measures";

/**
 * The one door by which steps leave, to our own server and to nobody else. `allowed()` is asked when a step is taken
 * and again when it leaves; what waits when the answer becomes no is thrown away.
 * @param {Telling} given
 */
export function startTelling({ allowed, visit, stepOf, stepOfSaid, from }) {
  /** @type {object[]} */
  let waiting = [];
  /** @param {object | null} step */
  const take = (step) => {
    if (!step || !allowed()) return;
    waiting.push(step);
    if (waiting.length >= MOST) leave();
  };
  const leave = () => {
    const events = waiting.slice(0, MOST);
    waiting = allowed() ? waiting.slice(MOST) : [];
    if (!events.length || !allowed()) return null;
    return call("POST", OWN, { visit: visit(), events }).catch(() => null);
  };
  onAnswer((method, path, body, data) => !path.startsWith(OWN) && take(stepOf(method, path, body, data, { from: from() })));
  onAcknowledged((event, payload) => take(stepOfSaid(event, payload)));
  const timer = setInterval(leave, EVERY);
  return { take, leave, stop: () => clearInterval(timer) };
}
