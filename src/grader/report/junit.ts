import type { Judged } from './judged.ts'
import { withoutControls } from './printable.ts'
import { isFailure, type Report, type TestResult } from './schema.ts'
import { reportAsText } from './text.ts'

/** Writes submissions as one JUnit XML file, a suite for each, for continuous integration. */
export function reportsAsJunit(judged: readonly Judged[]): string {
  const suites = judged.map((one) => `  ${one.report ? suite(one.name, one.report) : suiteWithoutReport(one)}`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ackademy">\n${suites.join('')}</testsuites>\n`
}

function suite(name: string, report: Report): string {
  const { tests, rejected } = report
  const count = (matches: (test: TestResult) => boolean) => tests.filter(matches).length
  const attributes = {
    name: `${report.exercise.id} ${name}`,
    tests: tests.length + (rejected ? 1 : 0),
    failures: count((test) => isFailure(test.status)) + (rejected ? 1 : 0),
    errors: count(isError),
    skipped: count((test) => test.status === 'not-run'),
    time: seconds(report.run.tookMs),
    timestamp: report.run.startedAt,
  }
  const first = tests.find((test) => isFailure(test.status))
  const cases = tests.map((test) => testCase(test, report, test === first))
  const refusal = rejected ? wholeSubmission(report.exercise.id, problem('failure', 'REJECTED', rejected.sentence)) : ''
  return element('testsuite', attributes, `\n${refusal}${cases.join('')}  `)
}

/** A submission without a report: an unreadable one is a failure, an ungradable one an error; neither is left out. */
function suiteWithoutReport({ name, refused, fault = '' }: Judged): string {
  const counts = {
    tests: 1,
    failures: refused === undefined ? 0 : 1,
    errors: refused === undefined ? 1 : 0,
    skipped: 0,
  }
  const why = refused === undefined ? problem('error', 'platform-error', fault) : problem('failure', 'REFUSED', refused)
  return element('testsuite', { name, ...counts }, `\n${wholeSubmission(name, why)}  `)
}

const wholeSubmission = (classname: string, body: string) =>
  element('testcase', { name: 'submission', classname }, body)

const isError = ({ status }: TestResult) => status === 'ungradable' || status === 'platform-error'

function testCase(test: TestResult, report: Report, isFirst: boolean): string {
  const { id, title, file, status, took, evidence, reason = '' } = test
  const attributes = { name: `${id} ${title}`, classname: `${report.exercise.id}.${file}`, time: seconds(took) }
  if (evidence)
    return element(
      'testcase',
      attributes,
      problem('failure', evidence.code, evidence.sentence, isFirst ? reportAsText(report) : ''),
    )
  if (isError(test)) return element('testcase', attributes, problem('error', status, reason))
  if (status === 'not-run') return element('testcase', attributes, element('skipped', { message: reason }))
  return element('testcase', attributes)
}

const problem = (name: string, type: string, message: string, body = '') =>
  element(name, { message, type }, escapeXml(body))

const seconds = (ms: number) => (ms / 1000).toFixed(3)

function element(name: string, attributes: Record<string, string | number>, body = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
  return body ? `<${name}${list.join('')}>${body}</${name}>\n` : `<${name}${list.join('')}/>\n`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeXml(text: string): string {
  // XML 1.0 can't represent most control characters, and programs print them.
  const allowed = withoutControls(text).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '�')
  return allowed.replace(/[&<>"]/g, (character) => ENTITIES[character]!)
}
