import { Refusal } from "./api.js";
import { newKey } from "./keys.js";

const LONGEST_PAUSE = 30_000;

/**
 * Words wait here until the server has them. Rows live in IndexedDB, leave in order per conversation, and carry a key
 * that the server knows them by, so that sending twice is saying once. A refused row stays until its author decides.
 *
 * `send(row, remember)` resolves with the acknowledgement or throws a Refusal; `tell(event)` hears of every change.
 */
export class Outbox {
  #db;
  #send;
  #tell;
  #later;
  #busy = new Set();
  /** @type {Unsent[]} */
  #rows = [];
  /** Keys of what went or was let go of. */
  #over = new Set();
  /** Keys of what the browser would not keep: it lives as long as the page. */
  #unkept = new Set();
  #alone;

  /** @param {OutboxNeeds} given */
  constructor({ db, send, tell, later = (run, pause) => setTimeout(run, pause), alone = inOnePage }) {
    this.#db = db;
    this.#send = send;
    this.#tell = tell;
    this.#later = later;
    this.#alone = alone;
  }

  /**
   * What was left from another visit joins what was said while we looked for it.
   * @param {string} userId
   */
  async restore(userId) {
    /** @param {Unsent} row */
    const isLeft = (row) => row.user_id === userId && !this.#find(row.key) && !this.#over.has(row.key);
    const left = (await this.#db.all("outbox")).filter(isLeft);
    this.#rows = [...left, ...this.#rows].sort(byPosition);
    left.forEach((row) => this.#tell({ type: "pending", row }));
    this.drainAll();
  }

  /** @param {any} message */
  async add(message) {
    const position = Math.max(Date.now(), (this.#rows.at(-1)?.position ?? 0) + 1);
    const row = { key: newKey(), tries: 0, state: "sending", code: null, position, ...message };
    await this.#save(row);
    this.#drain(laneOf(row));
    return row.key;
  }

  /** @param {string} key */
  async retry(key) {
    const row = this.#find(key);
    if (!row) return;
    // A photo that was left unattached for a day is gone at the server: send it again too.
    await this.#save({ ...row, state: "sending", code: null, upload_id: null });
    this.#drain(laneOf(row));
  }

  /** @param {string} key */
  async discard(key) {
    const row = this.#find(key);
    if (row) await this.#settle(row, null);
  }

  drainAll() {
    new Set(this.#rows.map(laneOf)).forEach((lane) => this.#drain(lane));
  }

  clear() {
    this.#rows = [];
  }

  /** @param {string} lane */
  async #drain(lane) {
    if (this.#busy.has(lane)) return;
    this.#busy.add(lane);
    try {
      await this.#alone(lane, async () => {
        while (await this.#sendFirst(lane));
      });
    } finally {
      this.#busy.delete(lane);
    }
  }

  /**
   * False when there is nothing more to do now.
   * @param {string} lane
   */
  async #sendFirst(lane) {
    const row = this.#rows.find((one) => laneOf(one) === lane && one.state === "sending");
    if (!row) return false;
    if (await this.#wentElsewhere(row)) {
      await this.#settle(row, null);
      return true;
    }
    try {
      const ack = await this.#send(row, (changes) => this.#remember(row.key, changes));
      await this.#settle(this.#find(row.key) ?? row, ack);
      return true;
    } catch (refusal) {
      return this.#postpone(row.key, refusal instanceof Refusal ? refusal : new Refusal("OFFLINE"));
    }
  }

  /**
   * Said twice, words are said once; a file would be uploaded anew by each page that has it.
   * @param {Unsent} row
   */
  async #wentElsewhere({ key, file }) {
    if (!file) return false;
    const isGone = (await this.#db.get("outbox", key).catch(() => true)) === undefined;
    // asked last: that it can't be kept may turn out meanwhile
    return isGone && !this.#unkept.has(key);
  }

  /** @param {string} key @param {Refusal} refusal */
  async #postpone(key, refusal) {
    const row = this.#find(key);
    if (!row) return true;
    const tries = row.tries + 1;
    if (!refusal.passing) {
      await this.#save({ ...row, tries, state: "refused", code: refusal.code });
      return true;
    }
    await this.#save({ ...row, tries });
    const pause = refusal.retryAfter * 1000 || Math.min(LONGEST_PAUSE, 1000 * 2 ** Math.min(tries, 5));
    this.#later(() => this.#drain(laneOf(row)), pause);
    return false;
  }

  /**
   * What was found out on the way, unless its author has let go of it meanwhile.
   * @param {string} key @param {object} changes
   */
  async #remember(key, changes) {
    const row = this.#find(key);
    if (!row) throw new Refusal("DISCARDED");
    await this.#save({ ...row, ...changes });
    return this.#find(key);
  }

  /** @param {Unsent} row */
  async #save(row) {
    this.#rows = [...this.#rows.filter((one) => one.key !== row.key), row].sort(byPosition);
    await this.#db.put("outbox", row.key, row).catch(() => this.#unkept.add(row.key));
    this.#tell({ type: "pending", row });
  }

  /** @param {Unsent} row @param {any} ack */
  async #settle(row, ack) {
    this.#over.add(row.key);
    this.#rows = this.#rows.filter((one) => one.key !== row.key);
    await this.#db.remove("outbox", row.key).catch(() => null);
    this.#tell({ type: ack ? "sent" : "discarded", row, ack });
  }

  /** @param {string} key */
  #find(key) {
    return this.#rows.find((one) => one.key === key);
  }
}

/**
 * In order per conversation; but a video that takes minutes doesn't keep words waiting, nor these a deed.
 * @param {Unsent} given
 */
function laneOf({ conversation_id: id, file, deed }) {
  return `${id} ${deed ? "deeds" : file ? "files" : "words"}`;
}

/**
 * One page at a time sends files, where the browser can say so.
 * @param {string} lane @param {() => Promise<void>} run
 */
function inOnePage(lane, run) {
  const locks = lane.endsWith(" files") ? globalThis.navigator?.locks : undefined;
  return locks ? locks.request(`outbox ${lane}`, run) : run();
}

/** @param {Unsent} a @param {Unsent} b */
function byPosition(a, b) {
  return a.position - b.position;
}
