import { entries, textMap } from '../../cluster/read.ts';
import { valueAt } from '../../model/object.ts';
import type { Rule } from '../define.ts';
import { namespaceHoldsRule } from '../namespace-holds.ts';

const rule: Rule<'namespace'> = namespaceHoldsRule({
  id: 'namespace-limit-range',
  kind: 'LimitRange',
  title: 'Namespace gives containers no limits',
  why: 'A container that names no limit takes the memory and the processors of its node from its neighbours: by a flaw, by an attack, or for somebody who mines coins with it.',
  fix: 'Add a LimitRange with a default or a maximum for memory and cpu. Pods that need more must say so; running pods stay as they are.',
  message: 'has no LimitRange that limits containers in memory and cpu',
  // A maximum becomes the default limit where none is given: plugin/pkg/admission/limitranger.
  counts: (object) => {
    const bounded = entries(valueAt(object, ['spec', 'limits'])).flatMap(({ value }) => (value['type'] === 'Container' ? [...Object.keys(textMap(value['default'])), ...Object.keys(textMap(value['max']))] : []));
    return bounded.includes('memory') && bounded.includes('cpu');
  },
  good: ['{limits: [{type: Container, default: {memory: 1Gi, cpu: "1"}}]}', '{limits: [{type: Container, max: {memory: 1Gi, cpu: "1"}}]}'],
  bad: ['{limits: [{type: Pod, max: {memory: 1Gi, cpu: "1"}}]}', '{limits: [{type: Container, defaultRequest: {memory: 1Gi, cpu: "1"}}]}', '{limits: [{type: Container, default: {memory: 1Gi}}]}'],
});

export default rule;
