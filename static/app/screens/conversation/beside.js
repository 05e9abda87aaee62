import { html } from "htm/preact";
import { Later } from "../../parts/states.js";
import { wide } from "../../parts/wide.js";

/** What one can read and write a conversation without. */
export { Asked } from "./asked.js";
export { Draft } from "./draft.js";
export { Happened } from "./happened.js";
export { Here, Options, Reach } from "./head.js";
export { Latest } from "./latest.js";
export { More } from "./more.js";
export { Older } from "./older.js";
export { Photograph } from "./photograph.js";
export { Reading } from "./reading.js";
export { StatusStrip } from "./status-strip.js";
export { Unsent } from "./unsent.js";

// A phone has no room for them, and is not made to fetch them.
const LIST = () => import("./list-column.js");
const FACTS = () => import("./facts.js");
const column = (load) => (facts) => wide.value && html`<${Later} load=${load} ...${facts} />`;

export const ListColumn = column(LIST);
export const FactsColumn = column(FACTS);
