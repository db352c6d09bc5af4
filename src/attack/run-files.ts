import { posix } from 'node:path';
import { covers } from '../cluster/mounts.ts';
import { entries, fields, text, texts } from '../cluster/read.ts';
import type { Container } from '../cluster/workload.ts';

const scriptName = /\.(sh|bash|py|pl|rb|js|mjs|lua|php|groovy|ps1|jar|so|tcl|awk)$/i;
// What a shell runs: the first word of a command, what an interpreter or a wrapper is given, what is read in.
const starts = /(?:^|[\n;&|(`])\s*["']?$|\b(?:then|do|else)\s+["']?$/;
const wrapped = /(?:^|[\s;&|("'/])(?:sh|bash|ash|dash|zsh|source|\.|exec|eval|nohup|tini|dumb-init|env|su-exec \S+|gosu \S+|timeout \S+|python[\d.]*|perl|ruby|node|lua|php|java(?: -jar)?)(?:\s+-[\w-]+)*\s+["']?$/;
// How far back the word before may begin.
const most = 200;
const pathLike = /\/[\w.@%+${}-]+(?:\/[\w.@%+${}-]+)*/g;

/** Whether a file of that name is a program by its ending. */
export function isScript(path: string): boolean {
  return scriptName.test(path);
}

/** Absolute paths that the command line, a probe or a hook of the container runs. What an image makes of arguments alone nobody sees. */
export function runFilesOf({ spec }: Container): ReadonlySet<string> {
  const found = new Set<string>();
  for (const words of commandsOf(spec)) {
    const line = words.join(' ');
    for (const { 0: path, index } of line.matchAll(pathLike)) {
      const before = line.slice(Math.max(0, index - most), index);
      // A part of a relative path or of an address is no file.
      if (!/[\w.:/}]$/.test(before) && (starts.test(before) || wrapped.test(before))) found.add(posix.normalize(path));
    }
  }
  return found;
}

function commandsOf(spec: Readonly<Record<string, unknown>>): readonly (readonly string[])[] {
  const hooks = fields(spec['lifecycle']);
  const execs = [spec['livenessProbe'], spec['readinessProbe'], spec['startupProbe'], hooks?.['postStart'], hooks?.['preStop']];
  const command = texts(spec['command']);
  return [command.length === 0 ? [] : [...command, ...texts(spec['args'])], ...execs.map((each) => texts(fields(fields(each)?.['exec'])?.['command']))].filter((words) => words.length > 0);
}

/** A mount of a volume with all that decides which file of it stands where. */
export interface VolumeMount {
  readonly index: number;
  readonly volume: string;
  readonly mountPath: string;
  readonly subPath: string;
  readonly readOnly: boolean;
}

export function volumeMountsOf({ spec }: Container): readonly VolumeMount[] {
  return entries(spec['volumeMounts']).map(({ index, value }) => ({
    index, volume: text(value['name']) ?? '', mountPath: posix.normalize(text(value['mountPath']) ?? '').replace(/(.)\/$/, '$1'),
    subPath: text(value['subPath']) ?? text(value['subPathExpr']) ?? '', readOnly: value['readOnly'] === true,
  }));
}

/** The file of the volume that stands at a path of the container; undefined where another mount covers it. */
export function fileIn(mount: VolumeMount, path: string, all: readonly VolumeMount[]): string | undefined {
  if (!covers(mount.mountPath, path)) return undefined;
  if (all.some((other) => other !== mount && other.mountPath.length > mount.mountPath.length && covers(other.mountPath, path))) return undefined;
  const file = posix.join(mount.subPath, path.slice(mount.mountPath === '/' ? 0 : mount.mountPath.length)).replace(/^\//, '');
  return file === '.' ? undefined : file;
}
