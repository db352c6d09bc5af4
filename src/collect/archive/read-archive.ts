import { posix } from 'node:path';
import type { SourceSummary } from '../../model/snapshot.ts';
import type { Collector } from '../collector.ts';
import { readChunks } from '../read-chunks.ts';
import { isBundleText, isManifestName, mostFiles } from '../sources.ts';
import { ArchiveError, readTar, type TarEntry } from './tar.ts';
import { unpacked, type Content, type Packed } from './unpack.ts';

export interface ArchiveRead {
  readonly kind: SourceSummary['kind'];
  readonly files: number;
}

export interface ArchiveOptions {
  /** More entries than these are not read, and that is said. */
  readonly most?: number;
  /** Called after each file that was read. */
  readonly onFile?: (file: string) => void;
}

/**
 * Reads a tar archive entry by entry, without unpacking it to disk: support bundles of sonobuoy and troubleshoot, must-gathers, and trees
 * of manifests. What is damaged becomes a problem; what came before it is kept.
 */
export async function readArchive(name: string, packed: Packed, { packing }: Content, collector: Collector, { most = mostFiles, onFile }: ArchiveOptions = {}): Promise<ArchiveRead> {
  let [files, entries] = [0, 0];
  const marks = new Set<SourceSummary['kind']>();
  try {
    await readTar(unpacked(packed, packing), async (entry, body) => {
      if (entry.type !== 'directory' && ++entries > most) throw new ArchiveError(`it holds more than ${most} files`, 'Unpack it and give a part of it.');
      const inside = pathOf(entry);
      const shown = `${name}/${inside ?? entry.name.replaceAll('\\', '/')}`;
      if (inside === undefined) return collector.skip(shown, 1, 'path out of the archive');
      const mark = markOf(inside);
      if (mark) marks.add(mark);
      if (entry.type === 'directory') return;
      if (entry.type !== 'file') return collector.skip(shown, 1, 'link in an archive');
      if (!isManifestName(inside)) return collector.skip(shown, 1, isBundleText(inside) ? 'log or text of a bundle' : 'no file of manifests');
      files++;
      await readChunks(shown, body, entry.size, collector);
      onFile?.(shown);
    });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    collector.problem({ file: name, line: 1, message: `${error.message}: the rest was not read`, remedy: error.remedy });
  }
  const [kind = 'manifests'] = (['must-gather', 'support bundle', 'cluster-info dump'] as const).filter((each) => marks.has(each));
  return { kind, files };
}

/** The path inside the archive; undefined for one that would lead out of it. */
function pathOf({ name }: TarEntry): string | undefined {
  const path = posix.normalize(name);
  return name.includes('\0') || path.startsWith('/') || path === '..' || path.startsWith('../') || /^[A-Za-z]:|\\\.\.|\.\.\\/.test(name) ? undefined : path.replace(/^\.\//, '');
}

function markOf(path: string): SourceSummary['kind'] | undefined {
  if (/(?:^|\/)cluster-scoped-resources\//.test(path)) return 'must-gather';
  if (/(?:^|\/)(?:serverversion\.json$|resources\/(?:ns|cluster)\/|cluster-resources\/|cluster-info\/cluster_version\.json$)/.test(path)) return 'support bundle';
  return /(?:^|\/)kube-system\/pods\.(?:json|yaml)$/.test(path) ? 'cluster-info dump' : undefined;
}
