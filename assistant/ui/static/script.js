// A call that does not get through is an error like any other: the page says so and keeps the
// text. Left alone, the window's library would wait for the server and reload, text and all.
(() => {
  const fetched = window.fetch.bind(window);
  window.fetch = async (...request) => {
    try {
      return await fetched(...request);
    } catch (error) {
      if (!String(request[0]?.url ?? request[0]).includes("/gradio_api/run/")) throw error;
      return new Response('{"error": "unreachable"}', {
        status: 500,
        headers: { "Content-Type": "application/json" },
      });
    }
  };
})();

// What the page does by itself: which conversation a reload goes on with, where to look after a
// reply, and the fold on narrow screens. Only a conversation's id is kept, for this tab only.
window.brasstacks = (() => {
  const KEY = "brasstacks.conversation";
  const find = (id) => document.getElementById(id);
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const remembered = () => {
    try {
      return sessionStorage.getItem(KEY) || "";
    } catch {
      return "";
    }
  };

  const remember = (conversation) => {
    try {
      sessionStorage.setItem(KEY, conversation || "");
    } catch {
      // A browser that keeps nothing starts each visit with a blank page.
    }
  };

  const look = (element) =>
    element?.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });

  // While the model words a reply, the parts that have passed are shown as they come. They are
  // put in as text, and give way to the stored turn.
  const made = (tag, name, text) => {
    const element = document.createElement(tag);
    element.className = name;
    if (text) element.textContent = text;
    return element;
  };

  const provisional = (message) => {
    const turn = made("li", "turn provisional");
    const said = made("div", "said");
    said.append(made("span", "who", "You"), made("p", "", message));
    const answer = made("div", "answer");
    const words = made("div", "words");
    answer.append(made("span", "who", "Coach"), words);
    turn.append(said, answer);
    const list = made("ol", "turns");
    list.append(turn);
    return { list, turn, words };
  };

  const listen = async (ticket, message) => {
    let shown = null;
    try {
      const answer = await fetch("/speaking", {
        method: "POST",
        body: new URLSearchParams({ ticket }),
      });
      if (!answer.ok) return;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        if (!("busy" in document.body.dataset)) return;
        if (!shown) {
          shown = provisional(message);
          find("transcript")?.append(shown.list);
          look(shown.turn);
        }
        shown.words.append(part.value);
      }
    } catch {
      // The reply comes whole, with its turn.
    }
  };

  const clear = () => document.querySelectorAll(".provisional").forEach((e) => e.parentElement.remove());

  const sending = (ticket, message) => {
    document.body.dataset.busy = "";
    if (find("switch-model") && ticket && message && !message.startsWith("/")) listen(ticket, message);
  };

  let turns = 0;
  const settled = (conversation) => {
    delete document.body.dataset.busy;
    clear();
    document.body.dataset.ready = "";
    remember(conversation);
    if (document.activeElement === find("send"))
      document.querySelector("#box textarea")?.focus({ preventScroll: true });
    requestAnimationFrame(() => {
      const all = document.querySelectorAll("#transcript .turn");
      if (all.length && all.length !== turns) look(all[all.length - 1]);
      const note = document.querySelector("#transcript .note");
      if (note) look(note);
      turns = all.length;
    });
    return [];
  };

  const failed = () => {
    delete document.body.dataset.busy;
    clear();
  };

  const open = (yes) => {
    find("side")?.classList.toggle("open", yes);
    find("fold")?.setAttribute("aria-expanded", String(yes));
  };

  const toggleSide = () => {
    open(!find("side")?.classList.contains("open"));
    return [];
  };

  const showSide = () => {
    open(true);
    const fold = find("fold");
    if (fold && getComputedStyle(fold).display !== "none") return look(find("side")), [];
    requestAnimationFrame(() => {
      const all = document.querySelectorAll("#transcript .turn");
      look(all[all.length - 1]);
    });
    return [];
  };

  // The live region stands beside the transcript, so that only the newest reply is read out.
  const label = () => {
    const spoken = find("spoken");
    if (!spoken) return false;
    spoken.setAttribute("role", "status");
    spoken.setAttribute("aria-live", "polite");
    find("fold")?.setAttribute("aria-expanded", "false");
    find("fold")?.setAttribute("aria-controls", "side-body");
    return true;
  };
  const watch = new MutationObserver(() => {
    if (label()) watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
  document.documentElement.lang = "en";

  return { remembered, settled, sending, failed, showSide, toggleSide };
})();
