const shortestSecret = 4;

/** Replaces a value that could hold a credential by its length class: nothing of the value itself is kept. */
export function mask(value: string): string {
  return value.length < shortestSecret ? '***' : `*** (${value.length} characters)`;
}
