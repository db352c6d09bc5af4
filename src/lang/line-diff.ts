export interface DiffLine {
  readonly sign: 'same' | 'removed' | 'added';
  readonly text: string;
  /** From 1, in the text before; null for what is added. */
  readonly number: number | null;
}

// Larger changes are told as a whole: the table of the comparison grows with both sides.
const mostCells = 250_000;

/** The lines in which two texts differ, with `context` lines that are the same around each. */
export function lineDiff(before: readonly string[], after: readonly string[], context: number): readonly DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const middle = compared(before.slice(head, before.length - tail), after.slice(head, after.length - tail), head);
  if (middle.length === 0) return [];
  const same = (from: number, to: number): readonly DiffLine[] => before.slice(Math.max(0, from), to).map((text, index) => ({ sign: 'same', text, number: Math.max(0, from) + index + 1 }));
  const end = before.length - tail;
  return around([...same(head - context, head), ...middle, ...same(end, end + context)], context);
}

/** Without those lines in the middle that no change is near. */
function around(lines: readonly DiffLine[], context: number): readonly DiffLine[] {
  return lines.filter(({ sign }, index) => sign !== 'same' || lines.slice(Math.max(0, index - context), index + context + 1).some((near) => near.sign !== 'same'));
}

function compared(before: readonly string[], after: readonly string[], offset: number): readonly DiffLine[] {
  const [rows, columns] = [before.length, after.length];
  const removed = (index: number): DiffLine => ({ sign: 'removed', text: before[index] ?? '', number: offset + index + 1 });
  const added = (index: number): DiffLine => ({ sign: 'added', text: after[index] ?? '', number: null });
  if (rows * columns > mostCells) return [...before.map((_, index) => removed(index)), ...after.map((_, index) => added(index))];
  // How many lines the rests from here on have in common.
  const common = new Uint32Array((rows + 1) * (columns + 1));
  const at = (row: number, column: number): number => common[row * (columns + 1) + column] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) common[row * (columns + 1) + column] = before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  }
  const found: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    if (row < rows && column < columns && before[row] === after[column]) {
      found.push({ sign: 'same', text: before[row] ?? '', number: offset + row + 1 });
      row++;
      column++;
    } else if (row < rows && (column >= columns || at(row + 1, column) >= at(row, column + 1))) found.push(removed(row++));
    else found.push(added(column++));
  }
  return found;
}
