// The tablet at a counter: one person after the other, with or without a network.
// Nothing of one person outlives their turn: each turn begins with a page as the
// server wrote it, and an answer waits, with nothing but a key by chance, until the
// server has it.
'use strict';
(() => {
  const IDLE = 15_000; // after the last touch, a turn ends
  const WARN = 5_000; // before that, it says so
  const BRIEF = 2_500; // for the last word of thanks
  const GHOST = 500; // a finger that lands twice does not answer the next question
  const FRESH = 60_000; // after which a page is asked for again, between two turns
  const RETRY = 30_000;
  const BATCH = 20;

  const html = document.documentElement;
  const home = document.body.dataset.home;
  const pages = {}; // by language, as the server wrote them
  let turn, screen, shown = -GHOST, warning, ending, fetched = 0;

  const $ = (id) => document.getElementById(id);
  const key = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  // The answers that wait. Without a database they wait in memory.
  const memory = new Map();
  const database = new Promise((resolve) => {
    try {
      const open = indexedDB.open('kiosk', 1);
      open.onupgradeneeded = () => open.result.createObjectStore('votes', { keyPath: 'key' });
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  const store = (mode, act) => database.then((db) => new Promise((resolve, reject) => {
    const tx = db.transaction('votes', mode, { durability: 'strict' });
    const request = act(tx.objectStore('votes'));
    tx.oncomplete = () => resolve(request.result);
    tx.onabort = tx.onerror = () => reject(tx.error);
  }));
  const keep = async (vote) => ((await database) ? store('readwrite', (s) => s.put(vote)) : memory.set(vote.key, vote));
  const drop = async (k) => ((await database) ? store('readwrite', (s) => s.delete(k)) : memory.delete(k));
  const all = async () => ((await database) ? store('readonly', (s) => s.getAll()) : [...memory.values()]);

  // sync sends what waits, but for the turn that is going on. The server knows
  // each answer by its key: sent twice, it is one.
  let sending = false;
  async function sync() {
    if (sending) return;
    sending = true;
    try {
      for (;;) {
        const waiting = await pending();
        if (waiting.length === 0) return;
        const votes = waiting.slice(0, BATCH).map(({ at, ...v }) => ({ ...v, age: Math.max(0, Date.now() - at) }));
        const r = await fetch('/kiosk/votes', {
          method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ waiting: waiting.length, votes }),
        });
        if (!r.ok) return;
        for (const { key: k } of (await r.json()).votes) await drop(k);
      }
    } catch {
      // no network: it is tried again
    } finally {
      sending = false;
    }
  }
  async function pending() {
    const waiting = (await all()).filter((v) => v.key !== turn.key);
    count((queued = waiting.length));
    return waiting;
  }
  let queued = 0;
  function count(n) {
    const label = $('waiting');
    label.textContent = `⇡ ${n}`;
    label.hidden = n === 0;
    label.setAttribute('aria-label', label.getAttribute('aria-label').replace(/\{n\}|\d+/, n));
  }

  // page returns the page in a language: the network's or, without one, the last.
  async function page(lang) {
    const r = await fetch(`/kiosk?lang=${lang}`, { headers: { Accept: 'text/html' } });
    if (r.status === 401 || r.status === 410) return location.replace('/kiosk'); // it is a kiosk no more
    if (r.ok) pages[lang] = await r.text();
  }
  const languages = () => [...document.querySelectorAll('nav a')].map((a) => a.lang);
  async function refresh() {
    if (Date.now() - fetched < FRESH) return;
    fetched = Date.now();
    await Promise.allSettled(languages().map(page));
    if (!idle() || !pages[home]) return;
    const was = shown;
    render(home);
    shown = was; // whoever touches it just now means it
  }

  async function speak(lang) {
    if (!pages[lang]) await page(lang).catch(() => {});
    if (pages[lang]) render(lang);
  }

  // render puts the page in a language in place of what there is, and shows where
  // the turn is.
  function render(lang) {
    const next = new DOMParser().parseFromString(pages[lang], 'text/html');
    html.lang = lang;
    document.title = next.title;
    document.body.replaceWith(document.adoptNode(next.body));
    screen ??= document.body.dataset.first;
    choose(turn.who ?? '0');
    answered();
    for (const box of document.querySelectorAll('[name=tag]')) box.checked = turn.tags.includes(box.value);
    show(screen);
    count(queued); // as it was, until it is counted
    pending().catch(() => {});
  }
  function show(name) {
    screen = name;
    shown = performance.now();
    for (const s of document.querySelectorAll('section')) s.hidden = s.id !== name;
    scrollTo(0, 0);
    $(name).querySelector('h1').focus({ preventScroll: true });
    awake();
  }
  function choose(who) {
    const from = document.querySelector(`[data-who="${CSS.escape(who)}"]`);
    if (from && who !== '0') document.querySelector('#rate .who').replaceChildren(...from.cloneNode(true).childNodes);
  }
  function answered() {
    if (!turn.score) return;
    for (const b of document.querySelectorAll('[name=score]')) {
      b.removeAttribute('aria-current');
      if (b.tagName !== 'BUTTON' || b.value !== String(turn.score)) continue;
      b.setAttribute('aria-current', 'true');
      $('said').querySelector('b').textContent = b.innerText;
    }
    $('said').hidden = false;
    $('good').hidden = turn.score <= 3;
    $('bad').hidden = turn.score > 3;
  }

  // A turn.
  function begin() {
    turn = { key: key(), tags: [] };
    screen = undefined;
    clearTimeout(ending);
    clearTimeout(warning);
    history.replaceState(null, '', '/kiosk');
    if (pages[home]) render(home);
    else location.replace('/kiosk'); // never seen so far: begin anew
    sync();
    refresh();
  }
  const save = () => turn.score && keep({
    key: turn.key, employeeId: Number(turn.who ?? 0), score: turn.score, tags: turn.tags, language: html.lang, at: turn.at,
  });
  async function end() {
    show('done');
    await save();
    turn = { key: key(), tags: [] }; // what was said is no longer at hand
    sync();
    clearTimeout(ending);
    clearTimeout(warning);
    ending = setTimeout(begin, BRIEF);
  }
  const idle = () => !turn.score && screen === document.body.dataset.first && html.lang === home && scrollY === 0;
  function awake() {
    if (screen === 'done') return;
    clearTimeout(ending);
    clearTimeout(warning);
    $('soon').textContent = '';
    if (idle()) return;
    warning = setTimeout(() => ($('soon').textContent = $('soon').dataset.text), IDLE - WARN);
    ending = setTimeout(begin, IDLE);
  }

  // What fingers do.
  document.addEventListener('click', (e) => {
    const at = e.target.closest('a,button,label');
    if (!at) return;
    const act = action(at);
    if (!act) return;
    e.preventDefault();
    if (e.detail && performance.now() - shown < GHOST && !at.matches('nav a')) return; // 0: it came from a keyboard
    act();
  });
  function action(at) {
    if (at.matches('nav a')) return () => speak(at.lang);
    if (at.matches('[data-who]')) return () => { turn.who = at.dataset.who; choose(turn.who); show('rate'); };
    if (at.matches('button[name=score]')) {
      return () => {
        if (turn.score !== Number(at.value)) turn.tags = [];
        turn.score = Number(at.value);
        turn.at ??= Date.now();
        save();
        for (const box of document.querySelectorAll('[name=tag]')) box.checked = false;
        answered();
        show('thanks');
      };
    }
    if (at.id === 'change') return () => show('rate');
    if (at.matches('a.back')) return begin;
    if (at.matches('.go')) return end;
    return at.matches('label') && performance.now() - shown < GHOST ? () => {} : null;
  }
  document.addEventListener('change', (e) => {
    if (e.target.name !== 'tag') return;
    turn.tags = [...document.querySelectorAll('[name=tag]:checked')].map((b) => b.value);
    save();
  });
  document.addEventListener('submit', (e) => e.preventDefault());
  document.addEventListener('contextmenu', (e) => e.preventDefault());
  for (const touch of ['pointerdown', 'keydown', 'scroll']) document.addEventListener(touch, awake, { passive: true });
  addEventListener('pageshow', (e) => e.persisted && location.reload());
  addEventListener('online', sync);
  setInterval(sync, RETRY);
  setInterval(refresh, 5 * FRESH);

  const lit = () => document.visibilityState === 'visible' && navigator.wakeLock?.request('screen').catch(() => {});
  document.addEventListener('visibilitychange', lit);
  lit();

  navigator.serviceWorker?.register('/kiosk/sw.js', { scope: '/kiosk' }).catch(() => {});
  turn = { key: key(), tags: [] };
  screen = document.body.dataset.first;
  fetched = Date.now();
  Promise.allSettled(languages().map(page));
  history.replaceState(null, '', '/kiosk');
  awake();
  sync();
})();
