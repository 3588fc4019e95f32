/* The organiser's list where the network comes and goes. What is noted is kept on this device first (IndexedDB) and sent
   when there is a line, again and again until the server has said what became of it; the server takes it in any order and
   however often. Where the browser cannot do this, the plain form of the page stays as it is. */
(function () {
  "use strict";
  const form = document.getElementById("panitia");
  if (!form || !window.isSecureContext || !window.indexedDB || !crypto.randomUUID) return;
  const DAY = Number(form.dataset.day), SESSION = Number(form.dataset.session);
  const AT_ONCE = 200, AGAIN_AFTER = 15000, SAME_CODE_FOR = 3000, LOOK_EVERY = 150;
  const one = (selector) => form.querySelector(selector);
  const rows = Array.from(form.querySelectorAll("[data-who]"));
  const rowOf = new Map(rows.map((row) => [Number(row.dataset.who), row]));
  const boxOf = (row) => row.querySelector("input[type=checkbox]");
  const nameOf = (row) => row.querySelector("strong").textContent;
  const there = new Set(rows.filter((row) => boxOf(row).checked));
  let events = [], passes = [], online = navigator.onLine, sending = false, trouble = "";

  function words(name, values) {
    const text = one(`template[data-words="${name}"]`).content.textContent;
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key]);
  }
  function say(text) { one("[data-said]").textContent = text; }

  // The store: `events` of every session on this device, and per session its pass, its clock's error and the last number.
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("sibina-kehadiran", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("events", { keyPath: "key" });
      asked.result.createObjectStore("passes", { keyPath: "session" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  async function change(work) {
    const store = await opened;
    return new Promise((done, failed) => {
      const turn = store.transaction(["events", "passes"], "readwrite", { durability: "strict" });
      turn.oncomplete = done;
      turn.onabort = turn.onerror = () => failed(turn.error);
      work(turn.objectStore("events"), turn.objectStore("passes"));
    });
  }
  async function load() {
    const store = await opened;
    const all = (name) => new Promise((done, failed) => {
      const asked = store.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    [events, passes] = [await all("events"), await all("passes")];
  }

  // Noting.
  async function note(row, kind, method, cancels) {
    const event = {
      key: crypto.randomUUID(), session: SESSION, day: DAY, who: Number(row.dataset.who), kind, method,
      at: new Date().toISOString(), state: "waiting", name: nameOf(row),
    };
    if (cancels) event.cancels = cancels;
    await change((kept, passports) => {
      const asked = passports.get(SESSION);
      asked.onsuccess = () => {
        const pass = asked.result || { session: SESSION, pass: "", skew: 0, sequence: 0 };
        pass.sequence += 1;
        Object.assign(event, { sequence: pass.sequence, skew: pass.skew });
        passports.put(pass);
        kept.put(event);
      };
    });
    await load();
    show();
    send();
  }
  function ownMarks(row) {
    const own = events.filter((event) => event.day === DAY && event.who === Number(row.dataset.who));
    const gone = new Set(own.map((event) => event.cancels));
    return own.filter((event) => event.kind !== "cancel" && !gone.has(event.key));
  }
  function arrives() {
    // Before the day ends the tap says when somebody came; later it is a list of who was there.
    const pass = passes.find((kept) => kept.session === SESSION);
    const now = Date.now() / 1000 + (pass ? pass.skew : 0);
    return now < Number(form.dataset.ends) ? "in" : "day";
  }
  function mark(row, method) {
    if (there.has(row) || ownMarks(row).length) return say(words("already", { name: nameOf(row) }));
    say(words("marked", { name: nameOf(row) }));
    return note(row, arrives(), method);
  }
  form.addEventListener("change", (change) => {
    const row = change.target.closest("[data-who]");
    if (!row) return;
    if (change.target.checked) { mark(row, "list"); return; }
    const own = ownMarks(row);
    if (there.has(row) || !own.length) { change.target.checked = true; say(words("foreign", { name: nameOf(row) })); return; }
    own.reduce((before, event) => before.then(() => note(row, "cancel", "list", event.key)), Promise.resolve());
  });
  form.addEventListener("click", (click) => {
    if (click.target.closest("[data-out]")) note(click.target.closest("[data-who]"), "out", "list");
    if (click.target.closest("[data-scan]")) scan();
    if (click.target.closest("[data-stop]")) stop();
    if (click.target.closest("[data-forget]")) forget();
    if (click.target.closest("[data-again]")) again();
  });
  form.addEventListener("submit", (submit) => submit.preventDefault());

  // Finding a name, or typing a code.
  const search = one("#cari");
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
  });
  search.addEventListener("keydown", (pressed) => {
    if (pressed.key !== "Enter") return;
    pressed.preventDefault();
    const row = rows.find((found) => found.dataset.code === search.value.trim().toUpperCase());
    if (!row) return;
    mark(row, "list");
    search.value = "";
    search.dispatchEvent(new Event("input"));
  });

  // Showing what is kept.
  function show() {
    const waiting = events.filter((event) => event.state === "waiting");
    const refused = events.filter((event) => event.state === "refused" && event.session === SESSION);
    one("[data-line]").textContent = trouble || words(online ? "online" : "offline");
    one("[data-waiting]").textContent = waiting.length ? words("waiting", { n: waiting.length }) : events.length ? words("sent") : "";
    one("[data-forget]").hidden = waiting.length > 0 || events.length === 0;
    rows.forEach((row) => {
      const own = ownMarks(row), left = own.find((event) => event.kind === "out");
      const present = there.has(row) || own.some((event) => event.kind !== "out");
      boxOf(row).checked = present;
      row.querySelector("[data-out]").hidden = !present || Boolean(left) || "left" in row.dataset;
      if (!own.length) { if (!there.has(row)) row.querySelector("[data-note]").textContent = ""; return; }
      const notes = [words(own.some((event) => event.state === "waiting") ? "unsent-note" : "sent-note")];
      if (left) notes.push(words("left-note", { at: new Date(left.at).toTimeString().slice(0, 5).replace(":", ".") }));
      row.querySelector("[data-note]").textContent = notes.join(", ");
    });
    const list = one("[data-refused]");
    list.hidden = one("[data-again]").hidden = refused.length === 0;
    list.replaceChildren(...refused.map((event) => {
      const item = document.createElement("li");
      item.textContent = `${event.name}: ${event.reason}`;
      return item;
    }));
  }

  // Sending.
  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (const pass of passes) await sendOf(pass);
    } catch (failed) {
      online = false;
    }
    sending = false;
    show();
  }
  async function sendOf(pass) {
    for (;;) {
      const waiting = events.filter((event) => event.session === pass.session && event.state === "waiting");
      if (!waiting.length) return;
      if (!pass.pass) { trouble = words("not-registered"); return; }
      const batch = waiting.sort((a, b) => a.sequence - b.sequence).slice(0, AT_ONCE);
      const sent = batch.map(({ key, day, who, kind, method, at, skew, sequence, cancels }) => (
        { key, day, who, kind, method, at, skew, sequence, cancels }
      ));
      const answer = await fetch(form.dataset.send, {
        method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ pass: pass.pass, events: sent }),
      });
      online = true;
      const told = await answer.json();
      trouble = answer.ok ? "" : told.reason;
      if (!answer.ok) {
        if (answer.status === 403) await keepPass({ ...pass, pass: "" });
        return;
      }
      const answers = new Map(told.answers.map((given) => [given.key, given]));
      await change((kept) => batch.forEach((event) => {
        const given = answers.get(event.key);
        if (given) kept.put({ ...event, state: given.answer === "refused" ? "refused" : "sent", reason: given.reason });
      }));
      await load();
      show();
      if (!batch.some((event) => answers.has(event.key))) return;
    }
  }
  async function again() {
    await change((kept) => events.filter((event) => event.state === "refused").forEach((event) => kept.put({ ...event, state: "waiting" })));
    await load();
    send();
  }

  // A pass of this device: asked for once, while somebody is logged in and there is a line.
  async function keepPass(pass) {
    await change((kept, passports) => {
      const asked = passports.get(pass.session);
      asked.onsuccess = () => passports.put({ ...pass, sequence: asked.result ? asked.result.sequence : 0 });
    });
    await load();
  }
  async function register() {
    const known = passes.find((pass) => pass.session === SESSION);
    if (known && known.pass) return;
    const answer = await fetch(form.dataset.register, {
      method: "POST", headers: { "X-CSRFToken": one("[name=csrfmiddlewaretoken]").value },
    });
    const told = await answer.json();
    if (!answer.ok) { trouble = told.reason; return; }
    await keepPass({ session: SESSION, pass: told.pass, skew: Math.round((Date.parse(told.now) - Date.now()) / 1000) });
  }
  async function forget() {
    stop();
    await change((kept, passports) => { kept.clear(); passports.clear(); });
    await caches.delete("sibina-kehadiran");
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    location.assign(one("[data-plain] a").href);
  }

  // Scanning.
  const video = one("video");
  let looking = false, lastCode = "", lastAt = 0;
  async function scan() {
    try {
      const Detector = window.BarcodeDetector || (await import(form.dataset.decoder)).BarcodeDetector;
      const detector = new Detector({ formats: ["qr_code"] });
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      one("[data-camera]").hidden = false;
      await video.play();
      looking = true;
      say(words("aim"));
      while (looking) {
        for (const found of await detector.detect(video)) take(found.rawValue.trim().toUpperCase());
        await new Promise((done) => setTimeout(done, LOOK_EVERY));
      }
    } catch (failed) {
      stop();
      say(words("no-camera"));
    }
  }
  function take(code) {
    if (code === lastCode && Date.now() - lastAt < SAME_CODE_FOR) return;
    [lastCode, lastAt] = [code, Date.now()];
    const row = rows.find((found) => found.dataset.code === code);
    if (row) mark(row, "personal"); else say(words("unknown", { code: code.slice(0, 20) }));
  }
  function stop() {
    looking = false;
    one("[data-camera]").hidden = true;
    if (video.srcObject) video.srcObject.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }

  // Beginning.
  async function begin() {
    await load();
    form.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
    form.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });
    show();
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    navigator.serviceWorker.register(form.dataset.worker).catch(() => {});
    try { await register(); } catch (failed) { online = false; }
    show();
    send();
    addEventListener("online", () => { online = true; send(); });
    addEventListener("offline", () => { online = false; show(); });
    setInterval(send, AGAIN_AFTER);
  }
  begin();
})();
