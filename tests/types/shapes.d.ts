// What the stores hold and the network brings, as bin/types checks it. Fields that only a screen reads are not listed
// one by one: `[fact: string]: unknown` keeps whoever needs one honest about not knowing what it is.

/** A signal that may be written. */
type Held<T> = import("@preact/signals-core").Signal<T>;

/** What nobody has listed: a form, an answer, an event's facts. */
type Facts = Record<string, any>;

/** Pesos, as the server writes them or as they are counted. */
type Money = string | number;

/** Sentences by key; those that count have one per plural form. */
type Words = Record<string, string | Record<string, string>>;

type Named = Blob & { name?: string };

interface Sending {
  key?: string;
  patience?: number;
}
type Command = (path: string, body?: object, options?: Sending) => Promise<any>;

/** IndexedDB, or what stands in for it. */
interface Kept {
  put(store: string, key: string, value: unknown): Promise<any>;
  get(store: string, key: string): Promise<any>;
  all(store: string): Promise<any[]>;
  remove(store: string, key: string): Promise<any>;
}

interface Person {
  id: string;
  role: "client" | "worker" | "admin" | "customer_support";
  locale?: string;
  opted_out: string[];
  [fact: string]: unknown;
}

interface Row {
  seq: number;
  conversation_id: string;
  sender_id: string | null;
  message_type: string;
  content: string | null;
  created_at: string;
  client_msg_id?: string | null;
  target_seq?: number | null;
  hidden?: boolean;
  media?: any;
  event?: { kind: string; [fact: string]: any } | null;
}

/** What was said and nobody has numbered yet: a row of the outbox. */
interface Unsent {
  key: string;
  user_id: string;
  conversation_id: string;
  message_type: string;
  position: number;
  tries: number;
  state: "sending" | "refused";
  deed?: string;
  code: string | null;
  content?: string;
  file?: Blob & { name?: string };
  upload_id?: string | null;
  /** Of a voice that was recorded here. */
  seconds?: number;
  peaks?: string | null;
}

/** What is done, not said, and waits beside it. */
interface DeedRow {
  deed: string;
  conversation_id: string;
  [fact: string]: any;
}

/** What was found out on the way of a row of the outbox: answers the row as it is now. */
type Remember = (changes: object) => Promise<any>;

interface OutboxNeeds {
  db: Kept;
  send: (row: any, remember: Remember) => Promise<any>;
  tell: (event: { type: "pending" | "sent" | "discarded"; row: Unsent; ack?: any }) => void;
  later?: (run: () => void, pause: number) => unknown;
  alone?: (lane: string, run: () => Promise<void>) => Promise<void>;
}

/** Who counts steps: whether they may be, and what a deed comes to. */
interface Telling {
  allowed: () => boolean;
  visit: () => string;
  from: () => string | null;
  stepOf: (method: string, path: string, body: any, data: any, where: { from: string | null }) => object | null;
  stepOfSaid: (event: string, payload: any) => object | null;
}

/** A row of something that happened. */
type EventRow = Row & { event: NonNullable<Row["event"]> };

/** As its timeline tells it; what it has become is worked out in store/progress.js. */
interface Payment {
  id: string;
  [fact: string]: any;
}

interface TimelineState {
  rows: Row[];
  lastSeq: number;
  reachedStart: boolean;
  loaded: boolean;
  pending: Unsent[];
}

type TimelineEvent =
  | { type: "rows"; rows: Row[] }
  | { type: "history"; rows: Row[]; reachedStart: boolean }
  | { type: "newest"; rows: Row[] }
  | { type: "reset"; rows: Row[]; lastSeq: number }
  | { type: "pending"; message: Unsent }
  | { type: "dropped"; key: string };

interface Participant {
  user_id: string;
  role?: string;
  last_read_seq?: number | null;
  [fact: string]: unknown;
}

/** What will happen by itself. */
interface Deadline {
  due_at: string;
  effect: string;
  why: string;
  [fact: string]: unknown;
}

interface Conversation {
  id: string;
  status: string;
  last_seq: number;
  unread_count: number;
  is_muted?: boolean;
  updated_at: string;
  participants?: Participant[];
  deadlines?: Deadline[];
  contact?: Record<string, any>;
  contact_revealed_at?: string | null;
  last_message?: Row | null;
  [fact: string]: unknown;
}

type ConversationEvent =
  | { type: "listed" | "kept"; items: Conversation[] }
  | { type: "updated"; conversation: Conversation }
  | { type: "heads"; heads: Record<string, number> }
  | { type: "message"; row: Row }
  | { type: "read"; id: string; userId: string | undefined; seq: number; mine: boolean }
  | { type: "gone"; id: string };

interface Lead {
  id: string;
  title: string;
  purchase?: { conversation_id: string } | null;
  [fact: string]: unknown;
}

type LeadEvent =
  | { type: "listed"; items: Lead[]; before?: Lead[] | null }
  | { type: "new"; lead: Lead }
  | { type: "bought"; id: string; conversationId: string };

interface Notice {
  seq: number;
  kind: string;
  is_read: boolean;
  facts: Record<string, any>;
  [fact: string]: unknown;
}

type NoticeState = { items: Notice[]; lastSeq: number };
type NoticeEvent =
  | { type: "new"; notice: Notice }
  | { type: "synced"; items: Notice[]; lastSeq: number; reset?: boolean }
  | { type: "read"; seq: number };

/** What a notice's words are made of, and who reads them. */
type Told = { kind: string; facts: Facts };
type Reader = { me?: string; role: string; name?: string };

type PresenceState = { online: Set<string>; typing: Record<string, Record<string, number>> };
type PresenceEvent =
  | { type: "presence"; userId: string; online: boolean }
  | { type: "typing"; conversationId: string; userId: string; on: boolean; at: number }
  | { type: "reset" };

interface Balance {
  balance: string;
  budget_limit: string;
  budget_spent: string;
  week_resets_at: string;
  free_until: string | null;
  is_paused: boolean;
}

interface Toast {
  id: number;
  text: string;
  tone: "plain" | "good" | "bad";
  link: string | null;
}

interface Service {
  category: string;
  [fact: string]: unknown;
}

interface Zone {
  name: string;
  borough: string;
  is_borough: boolean;
}

/** What a step is told from, and what is told of it. */
interface Deed {
  match: RegExpMatchArray;
  query: URLSearchParams;
  body: any;
  data: any;
  from: string | null;
}
type Step = [name: string, params: object];

interface Navigator {
  globalPrivacyControl?: boolean;
}
