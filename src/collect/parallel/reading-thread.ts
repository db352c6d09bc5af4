// Reads files for another thread, which started this one: see beside.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { KubernetesObject, Origin } from '../../model/object.ts';
import type { SecretFacts } from '../../model/snapshot.ts';
import { Collector } from '../collector.ts';
import { readInput } from '../read-file.ts';
import { useKey } from '../secret-facts.ts';
import { Taken } from '../taken.ts';
import type { Job, Told } from './job.ts';
import { RowWriter } from './row-writer.ts';

// Enough that what objects near one another have in common is mostly sent with them.
const atOnce = 1000;
const writer = new RowWriter();

/** Ends the thread where something cannot be sent: the other one reads these files then, and says nothing false of them. */
function tell(told: Told): void {
  try {
    parentPort?.postMessage(told);
  } catch {
    process.exit(1);
  }
}

/** Tells of objects instead of keeping them. */
class Posted extends Taken {
  #secrets: (readonly [number, SecretFacts])[] = [];

  override keep(object: KubernetesObject, origin: Origin, facts: SecretFacts | undefined): void {
    if (facts) this.#secrets.push([writer.objects, facts]);
    writer.add(object, origin);
    if (writer.objects === atOnce) tell(this.#told());
  }

  end(once: Uint8Array | undefined): void {
    const { configz, skipped, problems, version, documents } = this;
    tell({ ...this.#told(), end: { configz, skipped, problems, version, documents, once } });
  }

  #told(): Told {
    const told: Told = { rows: writer.take(), secrets: this.#secrets };
    this.#secrets = [];
    return told;
  }
}

const { files, namespace, key } = workerData as Job;
useKey(key);
const collector = new Collector(namespace);
for (const file of files) {
  const posted = new Posted();
  posted.end(await collector.readInto(posted, () => readInput(file, collector)));
}
