import { createHash } from 'node:crypto';
import type { GraphFormat, Tactic } from '../graph-format.ts';
import { safeJson } from '../json.ts';

const extension = 'extension-definition--fb9c968a-745b-4ade-9b25-c324172197f4';
const author = 'identity--fe7860f3-e23f-4d3f-9248-91105467a77b';

/** The same thing has the same id: a UUID of version 5 form, made of its name. */
function idOf(type: string, name: string): string {
  const hex = createHash('sha1').update(`glacis ${type} ${name.toWellFormed()}`).digest('hex');
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

// What a step on a path to a goal is for, before what else ATT&CK shows its technique under.
const purposes = ['privilege-escalation', 'credential-access', 'lateral-movement', 'execution', 'collection', 'persistence'];

/** A technique may be shown under several tactics, and an action has one. */
function tacticOf(tactics: readonly Tactic[], starts: boolean): { readonly tactic_id?: string } {
  const [first] = [...(starts ? ['initial-access'] : []), ...purposes].flatMap((purpose) => tactics.find(({ name }) => name === purpose) ?? []);
  const { id } = first ?? tactics[0] ?? {};
  return id === undefined ? {} : { tactic_id: id };
}

const format: GraphFormat = {
  what: 'MITRE Attack Flow of one path: --from and --to',
  path: true,
  write({ tool, name, path, now, nounOf, tacticsOf }) {
    const time = now.toISOString();
    const common = { spec_version: '2.1', created: time, modified: time };
    const made = { ...common, created_by_ref: author, extensions: { [extension]: { extension_type: 'new-sdo' } } };
    const steps = path?.steps ?? [];
    const actions = steps.map(({ technique, to }, index) => idOf('attack-action', `${name} ${index} ${technique} ${to}`));
    const effects = steps.map((): string[] => []);
    const starts: string[] = [];
    const operators: object[] = [];
    steps.forEach(({ from, also = [] }, index) => {
      const action = actions[index] ?? '';
      const needed = new Set([from, ...also]);
      const before = steps.slice(0, index).flatMap(({ to }, at) => (needed.has(to) ? [at] : []));
      if (before.length === 0) return void starts.push(action);
      const joint = idOf('attack-operator', action);
      if (before.length > 1) operators.push({ type: 'attack-operator', id: joint, ...made, operator: 'AND', effect_refs: [action] });
      for (const at of before) effects[at]?.push(before.length > 1 ? joint : action);
    });
    const assets = new Map(steps.map(({ to }) => [to, idOf('attack-asset', `${name} ${to}`)]));
    return `${safeJson({
      type: 'bundle', id: idOf('bundle', `${name} ${actions.join(' ')}`),
      objects: [
        { type: 'extension-definition', id: extension, ...common, name: 'Attack Flow', schema: 'https://center-for-threat-informed-defense.github.io/attack-flow/stix/attack-flow-schema-2.0.0.json', version: '2.0.0', extension_types: ['new-sdo'], created_by_ref: author },
        { type: 'identity', id: author, ...common, name: `${tool.name} ${tool.version}`, identity_class: 'system' },
        { type: 'attack-flow', id: idOf('attack-flow', `${name} ${actions.join(' ')}`), ...made, name: `${nounOf(path?.from ?? '')} to ${nounOf(path?.to ?? '')}`, scope: 'attack-tree', start_refs: starts },
        ...steps.map(({ technique, title, attack, to, reasons, verdict }, index) => ({
          type: 'attack-action', id: actions[index], ...made, name: title, description: [technique, ...reasons, ...(verdict === 'certain' ? [] : ['only if something that is not known is so'])].join('; '),
          ...(attack[0] === undefined ? {} : { ...tacticOf(tacticsOf(attack[0]), starts.includes(actions[index] ?? '')), technique_id: attack[0] }), ...((effects[index] ?? []).length === 0 ? {} : { effect_refs: effects[index] }), asset_refs: [assets.get(to)],
        })),
        ...operators,
        ...[...assets].map(([end, id]) => ({ type: 'attack-asset', id, ...made, name: nounOf(end) })),
      ],
    })}\n`;
  },
};
export default format;
