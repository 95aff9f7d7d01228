import type { Person } from "../../../cli/terminal/ask.js";

/** Somebody who answers this, in this order, and who leaves then. */
export function person(...answers: readonly string[]): Person & { readonly heard: string[] } {
  const rest = [...answers];
  const heard: string[] = [];
  return {
    heard,
    ask: (prompt) => {
      heard.push(prompt);
      const answer = rest.shift();
      const gone = Object.assign(new Error("gone"), { name: "AbortError" });
      return answer === undefined ? Promise.reject(gone) : Promise.resolve(answer);
    },
    tell: (text) => void heard.push(text),
  };
}
