import { cart, everywhere, namespace, node, rule } from '../examples.ts';
import { rightTechnique, rightsTo } from '../right-technique.ts';
import { hub } from '../states.ts';
import type { Step, Technique } from '../technique.ts';

const volumes = rightTechnique({ ...texts(), rights: rightsTo(['create'], '', 'persistentvolumes'), gives: (where) => (where === null ? hub('create-volumes', null) : undefined) });
const claims = rightTechnique({ ...texts(), rights: rightsTo(['create'], '', 'persistentvolumeclaims'), gives: (where) => hub('create-claims', where) });

const technique: Technique = {
  ...texts(),
  *steps(context): Generator<Step> {
    yield* volumes.steps(context);
    yield* claims.steps(context);
    for (const name of new Set([...context.cluster.namespaces, ...context.accounts.keys()])) {
      yield { needs: [hub('create-claims', null)], gives: hub('create-claims', name), free: true };
      // Pod Security looks at claims and not at what is behind them: a pod that every level admits is enough.
      yield { needs: [hub('create-volumes', null), hub('create-claims', name), hub('pods', name)], gives: hub('own-nodes', null), because: () => ({ text: `a claim in ${name} may stand for the disk of a node`, evidence: [] }) };
    }
  },
};

export default technique;

function texts(): Omit<Technique, 'steps'> {
  return {
    id: 'technique/persistent-volume',
    title: 'mounts the disk of a node by a volume of its own making',
    why: 'A PersistentVolume may be a path of a node. Whoever creates one, claims it and runs a pod with the claim has that path, past every Pod Security level.',
    aliases: ['E21', 'PERSISTENT_VOLUME_CREATION'],
    attack: ['T1611'],
    microsoft: ['MS-TA9013'],
    effort: 2,
    detects: 'Audit events that create PersistentVolumes by another user than the storage controllers.',
    removes: 'Take the right to create PersistentVolumes away.',
    examples: {
      present: [{ objects: everywhere(rule('persistentvolumes, persistentvolumeclaims, pods', 'create')) + namespace('shop', 'restricted') + node('worker'), from: cart, to: 'node:worker' }],
      absent: [{ objects: everywhere(rule('persistentvolumes, pods', 'create')) + namespace('shop', 'restricted') + node('worker'), from: cart, to: 'node:worker' }],
      unknown: [],
    },
  };
}
