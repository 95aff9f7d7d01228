import { createInterface } from "node:readline/promises";
import { writeStatus } from "../output.js";

/** Somebody at a terminal. */
export interface Person {
  /** Asks on one line, and gives the answer without the spaces around it. */
  ask(prompt: string): Promise<string>;
  tell(text: string): void;
}

/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Talks to whoever is at the terminal, on stderr: stdout is for data.
 *
 * @throws AbortError on Ctrl-C and where the input ends
 */
export async function withPerson<T>(talk: (person: Person) => Promise<T>): Promise<T> {
  const readline = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new AbortController();
  readline.once("SIGINT", () => readline.close());
  readline.once("close", () => gone.abort());
  try {
    return await talk({
      ask: async (prompt) => (await readline.question(prompt, { signal: gone.signal })).trim(),
      tell: writeStatus,
    });
  } finally {
    readline.close();
  }
}

export interface TextQuestion {
  /**
   * Answer of who only presses Enter.
   *
   * @default - none: it is asked again
   */
  readonly fallback?: string;
  /** What is wrong with an answer. */
  readonly check?: (answer: string) => string | undefined;
}

/** Asks for a line of text, until there is one that is right. */
export async function askText(person: Person, label: string, question: TextQuestion = {}): Promise<string> {
  const { fallback, check } = question;
  for (;;) {
    const answer = (await person.ask(`${label}${fallback ? ` [${fallback}]` : ""}: `)) || fallback;
    const complaint = answer === undefined ? "an answer is needed" : check?.(answer);
    if (answer !== undefined && complaint === undefined) return answer;
    person.tell(`  ${complaint}`);
  }
}

/** Asks a question that is answered with yes or no. */
export async function askYesNo(person: Person, label: string, fallback: boolean): Promise<boolean> {
  for (;;) {
    const answer = (await person.ask(`${label} [${fallback ? "Y/n" : "y/N"}]: `)).toLowerCase();
    if (answer === "") return fallback;
    if (["y", "yes"].includes(answer)) return true;
    if (["n", "no"].includes(answer)) return false;
    person.tell("  answer y or n");
  }
}

/** Asks for one of several, by its number; Enter takes the first. */
export async function askOne(person: Person, label: string, choices: readonly string[]): Promise<number> {
  tellChoices(person, label, choices);
  for (;;) {
    const [chosen, ...others] = numbersIn((await person.ask("number [1]: ")) || "1", choices.length) ?? [];
    if (chosen !== undefined && others.length === 0) return chosen - 1;
    person.tell(`  answer a number from 1 to ${choices.length}`);
  }
}

/** Asks for any number of them; Enter takes none. */
export async function askSeveral(
  person: Person,
  label: string,
  choices: readonly string[],
): Promise<readonly number[]> {
  tellChoices(person, label, choices);
  for (;;) {
    const chosen = numbersIn(await person.ask("numbers, for example 1,3 [none]: "), choices.length);
    if (chosen !== undefined) return [...new Set(chosen)].map((number) => number - 1);
    person.tell(`  answer numbers from 1 to ${choices.length}`);
  }
}

function tellChoices(person: Person, label: string, choices: readonly string[]): void {
  person.tell([label, ...choices.map((choice, index) => `  ${index + 1}) ${choice}`)].join("\n"));
}

/** Undefined where something is no number, or of none of them. */
function numbersIn(answer: string, highest: number): readonly number[] | undefined {
  const words = answer.split(/[\s,]+/).filter(Boolean);
  const numbers = words.map((word) => (/^\d+$/.test(word) ? Number(word) : 0));
  return numbers.every((number) => number >= 1 && number <= highest) ? numbers : undefined;
}
