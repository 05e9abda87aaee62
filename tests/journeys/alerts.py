"""What a browser does with alerts, as far as a headless one can."""

# A headless Chromium has no push service: what it would have answered is what the emulated one answers.
SUBSCRIBED = """made => {
    const key = null;
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async function ({ applicationServerKey }) {
        return { options: { applicationServerKey }, toJSON: () => made };
    };
}"""
SHOWN = """async () => {
    const shown = await registration.getNotifications();
    return shown.map(({ title, body, tag, data }) => [title, body, tag, data.url]);
}"""
"""What stands on the screen, as the service worker knows it."""
PUSHED = """async said => {
    const event = new PushEvent("push", { data: said });
    const done = new Promise(resolve => { event.waitUntil = promise => promise.then(resolve, resolve); });
    self.dispatchEvent(event);
    await done;
}"""

FOLLOWED = "async () => follow((await registration.getNotifications())[0])"
"""A tap on it."""
