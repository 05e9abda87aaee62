// The official client of Socket.IO, as anybody would use it: "address token conversation" as arguments; a line of JSON
// for everything that it hears, and its own deeds when its wires stand.
import "./resolve.mjs";

const { io } = await import("socket.io-client");
const [address, token, conversation_id] = process.argv.slice(2);
const tell = (what) => console.log(JSON.stringify(what));
const socket = io(address, { transports: ["websocket"], auth: { token }, reconnectionDelay: 10 });
let times = 0;

socket.onAny((event, payload) => tell({ event, payload }));
socket.on("connect_error", ({ message, data }) => {
  tell({ refused: message, data });
  socket.disconnect();
});
socket.on("disconnect", (reason) => tell({ reason }));
socket.on("connect", async () => {
  times += 1;
  const asked = socket.timeout(20_000);
  const message = { conversation_id, client_msg_id: "from-javascript", content: "¿A qué hora? ñ 🙂" };
  tell({ sent: await asked.emitWithAck("message:send", message) });
  tell({ unknown: await asked.emitWithAck("no:such", {}) });
  tell({ synced: await asked.emitWithAck("sync", {}) });
  // a network that ends: the client comes back by itself, and what it says again was said once
  if (times === 1) socket.io.engine.close();
});
