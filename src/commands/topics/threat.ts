import { nounOf } from '../../attack/words.ts';
import type { Assessment, ThreatResult } from '../../model/assessment.ts';
import { filled, type Explanation } from '../../report/explanation.ts';
import type { Actor, Source, Stride, Threat } from '../../threats/define.ts';
import { threats } from '../../threats/index.ts';
import { realisedByPaths } from '../../threats/paths.ts';
import { instanceItems, verdictText } from './here.ts';
import { itemOf, referenceSection, rulesOf } from './references.ts';
import type { Topic } from './topic.ts';

export const threatTopics: readonly Topic[] = threats.map((threat) => ({
  id: threat.id, kind: 'threat', title: threat.title, aliases: [threat.id.slice('threat/'.length)], explain: (here) => explained(threat, here),
}));

const strideWords: Readonly<Record<Stride, string>> = { S: 'spoofing', T: 'tampering', R: 'repudiation', I: 'information disclosure', D: 'denial of service', E: 'elevation of privilege' };
const actorWords: Readonly<Record<Actor, string>> = {
  EXT: 'somebody outside', NET: 'somebody on the network', APP: 'code in a container', TEN: 'a user of the cluster', ADM: 'an administrator', PRV: 'the provider', SUP: 'a supplier',
};
const sourceWords: Readonly<Record<Source, string>> = {
  api: 'objects of the API', flags: 'flags of the control plane', kubelet: 'configuration of the kubelets', node: 'files of the nodes', cloud: 'the cloud account', registry: 'the image registry', audit: 'the audit log', person: 'a person',
};

function explained(threat: Threat, here?: Assessment): Explanation {
  const result = here?.threats.find(({ id }) => id === threat.id);
  const decided = threat.decide === undefined ? 'Not by this version: it describes the threat and never calls it absent.' : '';
  return {
    id: threat.id,
    kind: 'threat',
    title: threat.title,
    tags: [threat.category.replace('-', ' '), threat.level, `STRIDE ${threat.stride.map((letter) => strideWords[letter]).join(', ')}`],
    text: threat.why,
    sections: filled([
      result && { heading: 'Here', text: result.assessed ? verdictText(weighed(result), result.counts) : 'not decided by this version' },
      result && { heading: 'Where', items: instanceItems(result.instances.filter(({ verdict }) => verdict === 'present' || verdict === 'mitigated')) },
      here && result && { heading: 'On the paths', head: ['from', 'to', 'steps', 'is'], rows: result.paths.flatMap((index) => here.paths[index] ?? []).map(({ from, to, length, verdict }) => [nounOf(from), nounOf(to), `${length}`, verdict]) },
      here && result && result.verdict === 'unknown' ? { heading: 'Waits for', items: here.gaps.filter(({ id, source }) => result.gaps.includes(id) && source !== 'not-assessed').map(({ id, ask }) => ({ id, text: ask })) } : undefined,
      { heading: 'Present when', text: threat.presentWhen },
      { heading: 'Evidence', text: threat.shows },
      { heading: 'Realised by', items: (realisedByPaths[threat.id]?.by ?? []).map(itemOf) },
      { heading: 'Fix', text: threat.fix },
      { heading: 'Touches', text: threat.elements.join(', ') },
      { heading: 'By', text: threat.actors.map((actor) => actorWords[actor]).join(', ') },
      { heading: 'Decided', text: decided },
      { heading: 'Decided by', items: rulesOf(threat.id).map(({ id }) => itemOf(id)) },
      { heading: 'Data from', text: threat.sources.map((source) => sourceWords[source]).join(', ') },
      { heading: 'Stopped by', items: threat.mitigatedBy.map(itemOf) },
      referenceSection(threat.id, here),
    ]),
  };
}

/** With what it would weigh without the paths that use it. */
function weighed({ verdict, severity, ownSeverity }: ThreatResult): string {
  if (severity === null) return verdict;
  return `${verdict}, ${severity}${severity === ownSeverity ? '' : ` by its paths (${ownSeverity} by itself)`}`;
}
