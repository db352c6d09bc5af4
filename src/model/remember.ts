/** The same function, each answer worked out once. Answers are kept as long as the function is. @param most so many are held before it begins anew */
export function remember<K, V>(make: (key: K) => V, most: number = Infinity): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as V;
    if (known.size >= most) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

// Of names and images a cluster has a few, again and again; a hostile one must not fill the memory.
const mostOfProcess = 100_000;

/** As `remember`, for what lives as long as the process. */
export function rememberMany<K, V>(make: (key: K) => V): (key: K) => V {
  return remember(make, mostOfProcess);
}
