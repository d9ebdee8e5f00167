"use strict";
// Polls the coordinator and shows what it says. Nothing here is ever parsed as HTML: names of clips, hosts and files
// come from outside and are set as text.
(() => {
  const POLL_MS = 1000;
  const ANSWER_WITHIN_MS = 4000;
  // two polls may fail before a tile is called old
  const STALE_AFTER_MS = 3500;
  // a worker shows itself every 10 s
  const SILENT_AFTER_S = 25;
  const MOST_WORKERS = 60;
  const CLIPS_A_PAGE = 15;
  const STATES = ["done", "in_flight", "out", "waiting", "retrying", "failed", "left_out"];

  const WHY = {
    TOO_SMALL: "a side is smaller than the recipe can measure",
    BAD_NAME: "the file's name is not UTF-8 or has control characters",
    MISSING_FILE: "the file is gone",
    SOURCE_DIFFERS: "the file's size is not the one that was planned",
    UNREADABLE: "the file cannot be opened, or leaves the worker's roots",
    NO_VIDEO: "no picture stream in the file",
    UNSUPPORTED_FORMAT: "no container or codec that is measured",
    TRUNCATED: "fewer frames than the file's own index promises",
    GEOMETRY_CHANGED: "the picture changes its size or format on the way",
    DECODE_ERROR: "the decoder gave up",
    CONSTANTS_DIFFER: "a score that must be constant is not: do not trust this engine",
    ENGINE_CRASH: "the engine process died",
    ENGINE_STALL: "no frame for longer than the stall bound",
    DEADLINE: "it took longer than its deadline",
    OUT_OF_MEMORY: "the engine ran out of memory",
    INTERNAL: "a result that nobody can read",
    WORKER_LOST: "its workers were lost again and again",
  };

  // at: when it last answered, or when the page was opened; every: polls from one request to the next
  const opened = performance.now();
  const sources = {
    run: { url: "api/v1/run", at: opened, every: 1 },
    workers: { url: "api/v1/workers", at: opened, every: 1 },
    series: { url: "api/v1/series", at: opened, every: 2 },
    clips: { url: "", at: opened, every: 4 },
  };
  const byId = (id) => document.getElementById(id);
  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  let run = null;
  let series = null;
  let page = { offset: 0, matching: 0 };
  let turn = 0;
  let pollTimer = 0;
  let ageTimer = 0;
  let polling = false;
  let refusal = "";

  // ---- words and numbers

  function rate(value) {
    const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  function span(seconds) {
    const s = Math.max(0, Math.round(seconds));
    const two = (big, bigName, small, smallName) => `${whole.format(big)} ${bigName}` + (small ? ` ${small} ${smallName}` : "");
    if (s < 60) return `${s} s`;
    if (s < 3600) return two(Math.floor(s / 60), "min", s < 600 ? s % 60 : 0, "s");
    if (s < 86400) return two(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min");
    return two(Math.floor(s / 86400), "d", Math.floor((s % 86400) / 3600), "h");
  }

  const words = (state) => state.replaceAll("_", " ");
  const many = (count, one, more) => `${whole.format(count)} ${count === 1 ? one : more}`;

  // ---- the document

  // Only what differs is written: a selection and a screen reader's place survive.
  function say(node, text) {
    const value = String(text);
    if (node.textContent !== value) node.textContent = value;
  }

  function make(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function keyed(parent, items, keyOf, create, fill) {
    const old = new Map([...parent.children].map((node) => [node.dataset.key, node]));
    items.forEach((item, i) => {
      const key = String(keyOf(item, i));
      let node = old.get(key);
      if (node) {
        old.delete(key);
      } else {
        node = create();
        node.dataset.key = key;
      }
      if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] || null);
      fill(node, item, i);
    });
    old.forEach((node) => node.remove());
  }

  const fromTemplate = (id) => () => byId(id).content.firstElementChild.cloneNode(true);

  function width(node, share) {
    node.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  }

  function toggleEmpty(name, empty) {
    byId(`${name}-empty`).hidden = !empty;
    const table = byId(`${name}-table`);
    if (table) table.hidden = empty;
  }

  // ---- the run

  function showRun(now) {
    run = now;
    const counts = now.counts;
    const ended = counts.done + counts.failed + counts.left_out;
    // 100 % only when nothing is left
    const percent = counts.total === 0 ? 100 : Math.floor((ended / counts.total) * 1000) / 10;
    const name = now.output.split("/").pop();
    say(byId("output"), name);
    byId("output").title = now.output;
    say(byId("where"), `run ${now.run} on queue ${now.queue} of ${now.redis}, since ${new Date(now.started_at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}`);
    say(byId("percent"), `${percent.toFixed(1)} %`);
    document.title = `${Math.floor(percent)} % ${name} - vmaf-fleet`;
    showPhase();

    const bar = byId("progress");
    for (const part of bar.children) width(part, counts.total ? counts[part.dataset.state] / counts.total : 0);
    const valueText = `${percent.toFixed(1)} %, ${whole.format(ended)} of ${many(counts.total, "clip", "clips")} ended`;
    if (bar.getAttribute("aria-valuetext") !== valueText) {
      bar.setAttribute("aria-valuenow", String(percent));
      bar.setAttribute("aria-valuetext", valueText);
    }
    say(byId("count-total"), whole.format(counts.total));
    for (const state of STATES) say(byId(`count-${state}`), whole.format(counts[state]));
    showEta(now);
    say(byId("movement"), `${whole.format(now.frames_done)} frames measured since the start; last progress ${span(now.seconds_since_progress)} ago`);

    say(byId("queue-now"), whole.format(now.queue_depth));
    say(byId("clips-now"), rate(now.clips_per_second));
    say(byId("frames-now"), rate(now.frames_per_second));

    toggleEmpty("notices", now.notices.length === 0);
    keyed(byId("notices"), now.notices, (notice) => `${notice.at} ${notice.sentence}`, () => make("li"), (item, notice) =>
      say(item, `${new Date(notice.at).toLocaleTimeString()} ${notice.sentence}`));
    showReasons(now);
    showChecks(now);
    toggleEmpty("recent", now.recent_clips.length === 0);
    keyed(byId("recent"), now.recent_clips.slice(0, 12), (_, i) => i, newRow, (row, clip) => fillRow(row, clip, [
      whole.format(clip.frames),
      clip.seconds === null ? "" : clip.seconds.toFixed(1),
    ], clip.host));
  }

  function showEta(now) {
    const eta = byId("eta");
    let main = "";
    let more = "";
    switch (now.phase) {
      case "running":
      case "draining":
        if (now.backlog === 0) {
          main = "nothing left to measure";
        } else if (now.eta_seconds === null) {
          main = "time left unknown";
          more = "until a few clips have ended";
        } else {
          main = `${span(now.eta_seconds)} left`;
          const end = new Date(Date.now() + now.eta_seconds * 1000);
          more = now.eta_seconds < 72000
            ? `until about ${end.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`
            : `until about ${end.toLocaleDateString([], { weekday: "short", day: "numeric", month: "short" })}`;
        }
        break;
      case "paused": main = "paused"; more = now.paused_because.join("; "); break;
      case "stopping": main = "cancelled"; more = "it stops now, and resume goes on from here"; break;
      case "writing_table": main = "writing the table"; break;
      case "finished": main = "finished"; break;
      case "stopped": main = "stopped before the end"; more = "resume goes on from here"; break;
      default: main = "starting";
    }
    const wanted = more ? `${main} ${more}` : main;
    if (eta.textContent !== wanted) eta.replaceChildren(main + (more ? " " : ""), ...(more ? [make("small", "", more)] : []));
  }

  function showPhase() {
    const pill = byId("phase");
    const gone = isOld("run");
    const phase = gone ? "gone" : run ? run.phase : "";
    pill.dataset.phase = phase;
    say(pill, gone ? "no answer" : run ? words(run.phase) : "connecting");
  }

  function showReasons(now) {
    const reasons = [
      ...Object.entries(now.failed_by_reason).map(([reason, count]) => ({ reason, count, state: "failed" })),
      ...Object.entries(now.left_out_by_reason).map(([reason, count]) => ({ reason, count, state: "left_out" })),
    ].filter((one) => one.count > 0).sort((a, b) => b.count - a.count);
    const most = reasons.length ? reasons[0].count : 1;
    toggleEmpty("reasons", reasons.length === 0);
    keyed(byId("reasons"), reasons, (one) => `${one.state} ${one.reason}`, () => {
      const item = make("li");
      const meter = make("span", "meter");
      meter.setAttribute("aria-hidden", "true");
      meter.append(make("span"));
      item.append(make("span", "name"), make("span", "amount"), meter, make("span", "why"));
      return item;
    }, (item, one) => {
      item.dataset.state = one.state;
      say(item.children[0], one.reason);
      say(item.children[1], whole.format(one.count));
      width(item.children[2].firstElementChild, one.count / most);
      const why = WHY[one.reason] || "";
      say(item.children[3], one.state === "left_out" ? `left out: ${why}` : why);
    });
  }

  function showChecks(now) {
    for (const [id, value] of [["duplicates", now.duplicates], ["disagreements", now.disagreements], ["geometry", now.geometry_mismatches]]) {
      say(byId(id), whole.format(value));
    }
    byId("disagreements").classList.toggle("bad", now.disagreements > 0);
    say(byId("engine"), now.engine || "not bound yet");
    say(byId("version"), `vmaf-fleet ${now.version}`);
    keyed(byId("engine-parts"), Object.entries(now.engine_parts), ([name]) => name, () => {
      const part = make("div");
      part.append(make("dt"), make("dd"));
      return part;
    }, (part, [name, value]) => {
      say(part.children[0], name);
      say(part.children[1], value);
    });
  }

  function newRow() {
    const row = make("tr");
    const clip = make("td");
    clip.append(make("bdi"), make("small"));
    const state = make("td");
    state.append(make("span", "state"));
    row.append(clip, state);
    return row;
  }

  function fillRow(row, clip, numbers, where) {
    say(row.children[0].children[0], clip.clip);
    const small = [clip.reason, where].filter((part) => part).join(", ");
    say(row.children[0].children[1], small);
    row.children[0].children[1].title = clip.reason ? WHY[clip.reason] || "" : "";
    const state = row.children[1].firstElementChild;
    state.dataset.state = clip.state;
    say(state, words(clip.state));
    numbers.forEach((number, i) => {
      if (!row.children[i + 2]) row.append(make("td", "number"));
      say(row.children[i + 2], number);
    });
  }

  // ---- workers

  function showWorkers(answer) {
    const workers = answer.workers;
    const slots = workers.flatMap((worker) => worker.slots);
    const busy = slots.filter((slot) => slot.state === "measuring").length;
    say(byId("workers-count"), workers.length ? `${whole.format(workers.length)}, ${whole.format(busy)} of ${many(slots.length, "slot", "slots")} measuring` : "");
    toggleEmpty("workers", workers.length === 0);
    const shown = [...workers].sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.worker < b.worker ? -1 : 1)).slice(0, MOST_WORKERS);
    byId("workers-more").hidden = workers.length <= MOST_WORKERS;
    say(byId("workers-more"), `and ${whole.format(workers.length - MOST_WORKERS)} more: all are at api/v1/workers`);
    keyed(byId("workers"), shown, (worker) => worker.worker, fromTemplate("worker-template"), showWorker);
  }

  function showWorker(node, worker) {
    const silent = worker.heartbeat_age_seconds > SILENT_AFTER_S;
    node.classList.toggle("silent", silent);
    const host = node.querySelector(".host");
    say(host, worker.host);
    host.title = worker.worker;
    const badges = [];
    if (silent) badges.push(`silent for ${span(worker.heartbeat_age_seconds)}`);
    if (worker.draining) badges.push("draining");
    if (worker.unfit) badges.push(`unfit: ${worker.unfit}`);
    if (worker.same_engine === false) badges.push("another engine");
    keyed(node.querySelector(".badges"), badges, (_, i) => i, () => make("span"), say);
    say(node.querySelector(".facts-line"), `pid ${worker.pid}, ${many(worker.clips_done, "clip", "clips")}, ${many(worker.frames_done, "frame", "frames")}, seen ${span(worker.heartbeat_age_seconds)} ago`);
    keyed(node.querySelector(".slots"), worker.slots, (slot) => slot.slot, fromTemplate("slot-template"), showSlot);
  }

  function showSlot(node, slot) {
    node.dataset.slot = slot.state;
    say(node.querySelector(".slot-state"), slot.clip ? words(slot.state) : `slot ${slot.slot}`);
    const clip = node.querySelector(".slot-clip");
    const text = slot.clip ? (slot.this_run ? slot.clip : `a clip of run ${slot.run}`) : words(slot.state);
    say(clip, text);
    clip.title = slot.clip;
    const known = slot.frames_expected > 0;
    const frames = known ? `${whole.format(slot.frames)} of ${many(slot.frames_expected, "frame", "frames")}` : many(slot.frames, "frame", "frames");
    say(node.querySelector(".slot-frames"), slot.clip ? `slot ${slot.slot}, ${frames}` + (slot.seconds === null ? "" : `, ${span(slot.seconds)}`) : "");
    const meter = node.querySelector(".meter");
    meter.hidden = !slot.clip;
    width(meter.firstElementChild, known ? slot.frames / slot.frames_expected : 0);
  }

  // ---- charts

  const SVG = "http://www.w3.org/2000/svg";

  function shape(tag, attributes, text) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function niceTop(value) {
    if (!(value > 0)) return 1;
    const unit = 10 ** Math.floor(Math.log10(value));
    for (const step of [1, 2, 2.5, 5, 10]) if (value <= step * unit) return step * unit;
    return 10 * unit;
  }

  const short = (value) => value >= 10000 ? `${rate(value / 1000)}k`.replace(".00k", "k").replace(".0k", "k") : value >= 10 ? whole.format(value) : String(Math.round(value * 100) / 100);

  function drawCharts() {
    if (!series) return;
    drawChart(byId("queue-chart"), "queue_depth", "Queue depth", whole.format.bind(whole));
    drawChart(byId("clips-chart"), "clips_per_second", "Clips a second", rate);
    drawChart(byId("frames-chart"), "frames_per_second", "Frames a second", rate);
  }

  function drawChart(holder, name, title, format) {
    const times = series.at_seconds;
    const values = series[name];
    const w = holder.clientWidth;
    const h = holder.clientHeight;
    if (!w || !h) return;
    const left = 38;
    const right = 8;
    const bottom = h - 18;
    const top = 8;
    const first = times.length ? times[0] : 0;
    const last = Math.max(series.now_seconds, first + 10 * series.step_seconds);
    const highest = niceTop(Math.max(0, ...values));
    const x = (t) => left + ((t - first) / (last - first)) * (w - left - right);
    const y = (v) => bottom - (v / highest) * (bottom - top);

    const svg = shape("svg", { viewBox: `0 0 ${w} ${h}`, role: "img", "aria-label": description(title, times, values, format) });
    for (const share of [0, 0.5, 1]) {
      svg.append(shape("line", { class: "grid", x1: left, x2: w - right, y1: y(share * highest), y2: y(share * highest) }));
      svg.append(shape("text", { x: left - 6, y: y(share * highest) + 4, "text-anchor": "end" }, short(share * highest)));
    }
    svg.append(shape("text", { x: left, y: h - 3 }, `${span(series.now_seconds - first)} ago`));
    svg.append(shape("text", { x: w - right, y: h - 3, "text-anchor": "end" }, "now"));
    for (const piece of pieces(times, values)) {
      const points = piece.map(([t, v]) => `${x(t).toFixed(1)} ${y(v).toFixed(1)}`);
      svg.append(shape("path", { class: "area", d: `M${x(piece[0][0]).toFixed(1)} ${bottom}L${points.join("L")}L${x(piece.at(-1)[0]).toFixed(1)} ${bottom}Z` }));
      svg.append(shape("path", { class: "line", d: `M${points.join("L")}` }));
    }
    if (times.length) svg.append(shape("circle", { class: "dot", r: 4, cx: x(times.at(-1)), cy: y(values.at(-1)) }));
    const at = holder.dataset.pointer === undefined ? -1 : nearest(times, first + ((Number(holder.dataset.pointer) - left) / (w - left - right)) * (last - first));
    if (at >= 0) {
      const px = x(times[at]);
      svg.append(shape("line", { class: "cursor", x1: px, x2: px, y1: top, y2: bottom }));
      svg.append(shape("circle", { class: "dot", r: 4, cx: px, cy: y(values[at]) }));
      const end = px > w / 2;
      svg.append(shape("text", { class: "readout", x: px + (end ? -8 : 8), y: top + 8, "text-anchor": end ? "end" : "start" }, `${format(values[at])}, ${span(series.now_seconds - times[at])} ago`));
    }
    holder.replaceChildren(svg);
  }

  // A gap in the history is a gap in the line.
  function pieces(times, values) {
    const all = [];
    times.forEach((t, i) => {
      if (i === 0 || t - times[i - 1] > Math.max(6, 3 * series.step_seconds)) all.push([]);
      all.at(-1).push([t, values[i]]);
    });
    return all;
  }

  function nearest(times, t) {
    let best = -1;
    times.forEach((one, i) => {
      if (best < 0 || Math.abs(one - t) < Math.abs(times[best] - t)) best = i;
    });
    return best;
  }

  function description(title, times, values, format) {
    if (!times.length) return `${title}: no history yet`;
    return `${title} over the last ${span(series.now_seconds - times[0])}: now ${format(values.at(-1))}, at most ${format(Math.max(...values))}`;
  }

  for (const id of ["queue-chart", "clips-chart", "frames-chart"]) {
    const holder = byId(id);
    holder.addEventListener("pointermove", (event) => {
      holder.dataset.pointer = String(event.clientX - holder.getBoundingClientRect().left);
      drawCharts();
    });
    holder.addEventListener("pointerleave", () => {
      delete holder.dataset.pointer;
      drawCharts();
    });
  }
  new ResizeObserver(drawCharts).observe(byId("queue-chart"));

  // ---- clips of the plan

  function clipsUrl() {
    const state = byId("clips-state").value;
    return `api/v1/clips?offset=${page.offset}&limit=${CLIPS_A_PAGE}` + (state ? `&state=${state}` : "");
  }

  function showClips(answer) {
    page.matching = answer.matching;
    const end = answer.offset + answer.clips.length;
    say(byId("clips-range"), answer.clips.length ? `${whole.format(answer.offset + 1)} to ${whole.format(end)} of ${whole.format(answer.matching)}` : `${whole.format(answer.matching)} clips`);
    byId("clips-back").disabled = answer.offset === 0;
    byId("clips-next").disabled = end >= answer.matching;
    toggleEmpty("clips", answer.clips.length === 0);
    keyed(byId("clips"), answer.clips, (_, i) => i, newRow, (row, clip) => fillRow(row, clip, [whole.format(clip.attempts)], ""));
  }

  function turnPage(offset) {
    page.offset = Math.max(0, offset);
    load("clips");
  }
  byId("clips-state").addEventListener("change", () => turnPage(0));
  byId("clips-back").addEventListener("click", () => turnPage(page.offset - CLIPS_A_PAGE));
  byId("clips-next").addEventListener("click", () => turnPage(page.offset + CLIPS_A_PAGE));

  // ---- polling, and the age of what is shown

  const show = {
    run: showRun,
    workers: showWorkers,
    series: (answer) => {
      series = answer;
      drawCharts();
    },
    clips: showClips,
  };

  async function load(name) {
    const url = name === "clips" ? clipsUrl() : sources[name].url;
    let response;
    let answer;
    try {
      response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      answer = await response.json();
    } catch {
      return; // no answer: the tile's age says so
    }
    if (!response.ok) {
      refusal = answer.error || `The coordinator answers with status ${response.status}.`;
      return;
    }
    // a page that was turned meanwhile has asked again
    if (name === "clips" && url !== clipsUrl()) return;
    show[name](answer);
    sources[name].at = performance.now();
    if (name === "run") refusal = "";
  }

  async function poll() {
    if (polling) return;
    polling = true;
    const began = performance.now();
    const due = Object.keys(sources).filter((name) => turn % sources[name].every === 0);
    turn += 1;
    try {
      await Promise.all(due.map(load));
    } finally {
      polling = false;
      showAges();
      clearTimeout(pollTimer);
      if (!document.hidden) pollTimer = setTimeout(poll, Math.max(250, POLL_MS - (performance.now() - began)));
    }
  }

  function loopHangs() {
    return run !== null && run.seconds_since_loop > run.loop_bound_seconds;
  }

  function ageSeconds(name) {
    const sinceAnswer = (performance.now() - sources[name].at) / 1000;
    // answers of a coordinator whose loop hangs are as old as its last turn
    return loopHangs() ? sinceAnswer + run.seconds_since_loop : sinceAnswer;
  }

  function isOld(name) {
    const source = sources[name];
    const patience = STALE_AFTER_MS + (source.every - 1) * POLL_MS;
    return ageSeconds(name) * 1000 > patience;
  }

  function showAges() {
    for (const tile of document.querySelectorAll("[data-source]")) {
      const old = tile.dataset.source.split(" ").filter(isOld);
      tile.classList.toggle("stale", old.length > 0);
      const age = tile.querySelector(".age");
      age.hidden = old.length === 0;
      if (old.length) say(age, `${span(Math.max(...old.map(ageSeconds)))} old`);
    }
    showPhase();
    say(byId("banner"), bannerText());
  }

  // The sentence stays the same while the state does, so that a screen reader says it once.
  function bannerText() {
    if (refusal) return refusal;
    if (!isOld("run")) return "";
    if (run === null) return "The coordinator does not answer yet.";
    if (run.phase === "finished") return "The run has finished and its coordinator has left. These are its last numbers.";
    if (run.phase === "stopped") return "The run was stopped and its coordinator has left. These are its last numbers.";
    if (loopHangs()) return "The coordinator answers, but its run loop does not turn: these numbers are old.";
    return "The coordinator does not answer: these numbers are old.";
  }

  function awake() {
    clearTimeout(pollTimer);
    clearInterval(ageTimer);
    if (document.hidden) return;
    ageTimer = setInterval(showAges, 500);
    showAges();
    poll();
  }
  document.addEventListener("visibilitychange", awake);
  awake();
})();
