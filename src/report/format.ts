import type { Assessment, Finding, Severity } from '../model/assessment.ts';
import type { Excerpt } from '../model/excerpt.ts';
import type { TextFix } from '../model/text-fix.ts';
import { printable, type Screen } from './screen.ts';
import { labelOf, severities, type View } from './view.ts';

/** What a rule says of itself, for formats that explain their findings. */
export interface RuleText {
  readonly id: string;
  readonly theme: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Before the cluster adds exposure and spread. */
  readonly severity: Severity;
  readonly references: readonly string[];
}

/** What the catalogue says of a threat. */
export interface ThreatText {
  /** The group it belongs to: `control plane: etcd`. */
  readonly level: string;
  readonly why: string;
  readonly fix: string;
}

/** What the guide says of a recommendation. */
export interface GuideText {
  /** Chapter and subsection. */
  readonly section: string;
  readonly title: string;
  readonly why: string;
}

export interface FormatView extends View {
  readonly screen: Screen;
  readonly rule: (id: string) => RuleText;
  readonly threat: (id: string) => ThreatText;
  readonly recommendation: (id: string) => GuideText;
  /** The lines of the user's file that a finding speaks of, and the same lines changed. */
  readonly excerpt: (finding: Finding) => Excerpt | null;
  /** The change of a finding as edits of the text of the user's file. */
  readonly textFix: (finding: Finding) => TextFix | null;
}

/** One format of `glacis scan`. A file of `formats/` exports one, and its name is the format's. */
export interface Format {
  /** For people who choose. */
  readonly what: string;
  /** The report in pieces: a large one is never one string. */
  readonly chunks: (assessment: Assessment, view: FormatView) => Iterable<string>;
  /** The same of several clusters, each with a name of its own, in one report. */
  readonly several: (assessments: readonly Assessment[], view: FormatView) => Iterable<string>;
}

/** Findings that nobody accepted. */
export function openFindings({ findings }: Pick<Assessment, 'findings'>): readonly Finding[] {
  return findings.some(({ decision }) => decision !== null) ? findings.filter(({ decision }) => decision === null) : findings;
}

/** Findings of several clusters with the cluster said in front of each, the gravest first. */
export function* merged(assessments: readonly Assessment[]): Iterable<{ readonly cluster: string; readonly finding: Finding }> {
  for (const severity of severities) {
    for (const assessment of assessments) for (const finding of openFindings(assessment)) if (finding.severity === severity) yield { cluster: assessment.input.name, finding };
  }
}

/** `Deployment shop/cart, container app, runs privileged`: a finding as one sentence that names its object. */
export function sentenceOf({ object, container, message }: Finding): string {
  return printable(`${labelOf(object)}${container === null ? '' : `, container ${container}`}: ${message}`);
}

/** Where formats that cannot do without a file put what has none: the same path for the same object. */
export function pathOf({ object, location }: Finding): string {
  return location ? location.file : ['cluster', ...(object.namespace === undefined || object.namespace === '' ? [] : [object.namespace]), object.kind, object.name].join('/');
}
