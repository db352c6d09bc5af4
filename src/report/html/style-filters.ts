const threatStates = ['present', 'unknown', 'absent', 'mitigated', 'not-applicable', 'later'];
const marks = ['bad', 'unknown', 'person', 'good', 'none'];
const severities = ['critical', 'high', 'medium', 'low'];

/** Paths that the picture can show: each has its radio button and its rule. */
export const mostDrawn: number = 8;

function hides(box: string, rows: string): string {
  return `body:has(#${box}:not(:checked)) ${rows}{display:none}`;
}

/** A box that is not checked hides its rows: a browser that does not know :has() shows all. */
export const hidden: string = [
  ...threatStates.map((state) => hides(`t-${state}`, `.t.${state}`)),
  ...marks.map((each) => hides(`gf-${each}`, `.g.${each}`)),
  ...severities.map((severity) => hides(`fs-${severity}`, `.o.${severity}`)),
  ...Array.from({ length: mostDrawn }, (_, index) => `body:has(#k${index + 1}:checked) .p${index + 1}{display:inline}body:has(#k${index + 1}:checked) .say${index + 1}{display:flex}`),
  `body${threatStates.filter((state) => state !== 'present').map((state) => `:not(:has(#t-${state}:checked))`).join('')} .tg:not(:has(.t.present)){display:none}`,
].join('\n');
