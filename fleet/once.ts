/** Calls `read` at the first use and gives everyone its result; a failure is not remembered. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}

/** `once` for each key. */
export function onceEach<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const results = new Map<string, () => Promise<T>>();
  return (key) => {
    const known = results.get(key) ?? once(() => read(key));
    results.set(key, known);
    return known();
  };
}
