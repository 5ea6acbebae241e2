/** The page on Node's own tests, docs/node-suite.md: written by the runner from what its rounds have kept. */
import { FAMILIES } from './families.ts'
import { failuresOf, type Kept, showTable, tableOf, type Verdict, verdictsOf } from './report.ts'

const HEAD = `# Node's own tests

Node 24.21.0 has its own tests. Real Node on this machine and a process on a simulated host each run the tests below, unchanged; a test
passes if it exits with status 0. The runner writes this page from its last rounds: \`npm run node-suite -- --write\` (CONTRIBUTING.md says what it needs).

- **tests**: number of tests; **real**: tests that real Node passes here; **skipped**: of these, tests that skip themselves in a simulated process because
  something is missing, such as TLS; **here**: tests that a simulated process passes; **share**: of those that real Node passes and that aren't skipped.
- Tests of features that simulated processes don't promise are left out: TLS, the inspector, threads, add-ons, \`v8\`, \`wasi\`, \`sqlite\`, \`repl\`.
- [node-differences.md](node-differences.md) lists the differences that a program can notice.
`

/**
 * `expected`: reasons by test for what fails and is meant to. Families of which nothing was kept stand as they did on the page `before`: a whole
 * round takes most of an hour.
 */
export function pageOf(
  kept: Readonly<Record<string, Kept>>,
  expected: Readonly<Record<string, string>>,
  before = '',
): string {
  const verdicts = verdictsOf(kept).sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const [header, rule, ...rows] = showTable(tableOf(verdicts)).split('\n')
  const sections = sectionsOf(failuresOf(verdicts), expected)
  const isRun = (family: string) => verdicts.some(({ test }) => test.family === family)
  const earlier = FAMILIES.filter((family) => !isRun(family) && rowOf(before, family) !== undefined)
  const table = [header, rule, ...[...rows, ...earlier.map((family) => rowOf(before, family)!)].sort()]
  const all = [...sections, ...earlier.flatMap((family) => sectionOf(before, family) ?? [])].sort()
  return `${HEAD}
${table.join('\n')}
${remarks(
  earlier,
  FAMILIES.filter((family) => !isRun(family) && !earlier.includes(family)),
)}
## What fails, and why

Where no reason has been written down yet, the page quotes the beginning of the test's output.
${all.join('')}`
}

const rowOf = (page: string, family: string) => new RegExp(`^\\| ${family} +\\|.*$`, 'm').exec(page)?.[0]
const sectionOf = (page: string, family: string) => new RegExp(`\\n### ${family}\\n\\n(?:- .*\\n)+`).exec(page)?.[0]

function remarks(earlier: readonly string[], missing: readonly string[]): string {
  const said = [
    ...(earlier.length > 0 ? [`From an earlier round: ${earlier.join(', ')}.`] : []),
    ...(missing.length > 0 ? [`Not run for this page: ${missing.join(', ')}.`] : []),
  ]
  return said.length === 0 ? '' : `\n${said.join(' ')}\n`
}

const order = ({ test }: Verdict) => `${test.family} ${test.name}`
const shortName = ({ test }: Verdict) => `\`${test.name.replace(/^\w+\/test-/, '').replace(/\.m?js$/, '')}\``

/** What a test printed, on one line and without what Markdown would take for its own. */
const said = (detail: string) => detail.replace(/[`*<>[\]]/g, '').slice(0, 120)

function sectionsOf(failures: readonly Verdict[], expected: Readonly<Record<string, string>>): string[] {
  const families = Map.groupBy(failures, ({ test }) => test.family)
  return [...families].map(([family, ofFamily]) => {
    const reasons = Map.groupBy(
      ofFamily,
      ({ test, simulated }) => expected[test.name] ?? `says "${said(simulated.detail)}"`,
    )
    const lines = [...reasons].map(([reason, tests]) => `- ${reason}: ${tests.map(shortName).join(', ')}`)
    return `\n### ${family}\n\n${lines.join('\n')}\n`
  })
}
