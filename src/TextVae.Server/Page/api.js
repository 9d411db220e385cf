// Questions to the server, and what becomes of them.

const KEY = "textvae-key";
const BUSY = 429;
const TRIES = 4;

/** What the server could not do, in sentences. */
export class Problem extends Error {
  constructor(status, errors) {
    super(errors.join(" "));
    this.status = status;
    this.errors = errors;
  }
}

/** Set by the page: asks the person for the key of the server and resolves when there is one. */
export const access = { ask: null };

export const get = (path, signal) => asked(path, { signal });

export const post = (path, question, signal) => asked(path, {
  method: "POST",
  body: JSON.stringify(question),
  headers: { "Content-Type": "application/json" },
  signal,
});

/** The results of a question to the model. */
export const results = async (path, question, signal) => (await post(path, question, signal)).results;

/** Texts that the model writes, others each time. */
export const written = async (count, label, signal) => (await results("api/sample", {
  count, temperature: 0.7, seed: Math.floor(Math.random() * 1e9), ...(label ? { label } : {}),
}, signal)).map((text) => text.text);

export const isAborted = (error) => error?.name === "AbortError";

async function asked(path, request) {
  for (let attempt = 1; ; attempt++) {
    const response = await sent(path, request);
    if (response.ok) return response.json();
    if (response.status === 401) {
      await access.ask(sessionStorage.getItem(KEY) !== null);
      continue;
    }
    if (response.status === BUSY && attempt < TRIES) {
      await pause(1000 * Number(response.headers.get("Retry-After") ?? 1), request.signal);
      continue;
    }
    throw await problemOf(response);
  }
}

/** Whether a key can be sent at all: a header has no other characters. */
export const isKey = (key) => /^[\x20-\x7e]+$/.test(key);

export const hasKey = () => sessionStorage.getItem(KEY) !== null;

/** Keeps the key as long as the tab is open. */
export function keep(key) {
  sessionStorage.setItem(KEY, key);
}

async function sent(path, request) {
  const key = sessionStorage.getItem(KEY);
  const headers = { ...request.headers, ...(key === null ? {} : { Authorization: `Bearer ${key}` }) };
  try {
    return await fetch(path, { ...request, headers, cache: "no-store" });
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Problem(0, ["The server does not answer. See whether it still runs, then try again."]);
  }
}

async function problemOf(response) {
  try {
    const { errors } = await response.json();
    return new Problem(response.status, errors);
  } catch {
    return new Problem(response.status, [`The server answered with status ${response.status} and no word on why.`]);
  }
}

/** Waits, unless it is cut off. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("", "AbortError"));
    }, { once: true });
  });
}

/**
 * Work of which only the latest counts: a call waits a little for another one, and cuts off the one before.
 * @param work Does it, with a signal that it has to pass on.
 * @param told Gets { busy } when it begins, and { value } or { error } when it ends.
 * @param usual How long a call waits where it does not say it, milliseconds.
 */
export function latest(work, told, usual = 250) {
  let controller = null;
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    controller?.abort();
    controller = null;
  };
  const begin = async (...given) => {
    const own = new AbortController();
    controller = own;
    told({ busy: true });
    try {
      const value = await work(own.signal, ...given);
      if (controller === own) told({ value });
    } catch (error) {
      if (controller === own && !isAborted(error)) told({ error });
    }
  };
  return {
    later: (delay = usual) => {
      stop();
      timer = setTimeout(begin, delay);
    },
    now: (...given) => {
      stop();
      return begin(...given);
    },
    stop,
  };
}
