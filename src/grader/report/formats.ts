import { reportsAsCtrf } from './ctrf.ts'
import { reportAsGradescope } from './gradescope.ts'
import type { Judged } from './judged.ts'
import { reportsAsJunit } from './junit.ts'
import { escapedJson, onOneLine, withoutControls } from './printable.ts'
import { reportAsText } from './text.ts'

/** A format: one function writes it from the outcomes of some submissions. */
export interface Writer {
  /** `isBatch`: the command named a folder of submissions, even if it holds only one. */
  write(judged: readonly Judged[], isBatch: boolean): string
  /** The format holds one submission only. */
  takesOne?: true
  /** For programs, not people: a batch prints nothing else on standard output. */
  forPrograms?: true
}

/** Every format for reports. A new one is a file beside this one and a line here. */
const WRITERS = {
  text: { write: asText },
  json: { write: asJson, forPrograms: true },
  junit: { write: reportsAsJunit, forPrograms: true },
  ctrf: { write: reportsAsCtrf, forPrograms: true },
  gradescope: { write: ([only]) => reportAsGradescope(only!), takesOne: true, forPrograms: true },
} satisfies Record<string, Writer>
export type Format = keyof typeof WRITERS

export const FORMATS: Readonly<Record<Format, Writer>> = WRITERS
export const FORMAT_NAMES = Object.keys(WRITERS) as Format[]

function asText(judged: readonly Judged[]): string {
  return judged.map((one) => (judged.length > 1 ? `── ${onOneLine(one.name)}\n` : '') + judgedAsText(one)).join('\n')
}

/** Text of one submission for people. */
export function judgedAsText({ report, refused, fault }: Judged): string {
  if (report) return reportAsText(report)
  return withoutControls(refused === undefined ? `not graded: ${fault}\n` : `refused: ${refused}\n`)
}

/** One report by itself, several as a list; for a batch a list of outcomes, since some have no report. */
function asJson(judged: readonly Judged[], isBatch: boolean): string {
  const reports = judged.map(({ report }) => report)
  return escapedJson(isBatch ? judged : reports.length === 1 ? reports[0] : reports)
}
