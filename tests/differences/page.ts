import type { Difference } from './difference.ts'

export interface SeenDifference extends Difference {
  real: string
  simulated: string
}

const INTRODUCTION = `# What differs from Node 24

Programs run on Node 24.21's own library, and what it stands on here does what Linux and C++ do there. This page lists where a program can tell the two apart. It is made by
\`tests/differences\`, which runs each of these programs on real Node and on a simulated host and fails when one of them does not differ any more, or when this page says something
else than they print. Everything else is held to be equal by \`tests/parity\`, byte for byte. What differs in zlib and crypto stands in
[node-zlib-and-crypto.md](node-zlib-and-crypto.md) at length.
`

const IN_PAGE = `## In a page alone

The lab page has no V8 to ask and lives under a page's policy. Each of these programs of \`tests/parity\` prints something else in Chromium, and a test holds it to that.
`

/** What a program of tests/parity says of itself: in a page it does something else. */
export interface PageDifference {
  name: string
  reason: string
}

/** The page of docs/, of what was seen in this run. */
export function differencesPage(seen: readonly SeenDifference[], inPage: readonly PageDifference[]): string {
  const areas = [...new Set(seen.map(({ area }) => area))].sort()
  const sections = areas.map((area) => {
    const entries = seen.filter((one) => one.area === area).map(entry)
    return `## ${area}\n\n${entries.join('\n')}`
  })
  return `${INTRODUCTION}\n${sections.join('\n')}\n${IN_PAGE}\n${inPage.map(pageEntry).join('\n')}\n`
}

const pageEntry = ({ name, reason }: PageDifference) => `- ${reason[0]!.toUpperCase()}${reason.slice(1)} (\`${name}\`).`

function entry({ name, difference, why, code, real, simulated }: SeenDifference): string {
  const language = name.endsWith('.ts') ? 'ts' : 'js'
  return [
    `### ${difference}\n\n${why}\n`,
    fenced(language, code.trimEnd()),
    `Node 24 prints\n${fenced('', real)}`,
    `and a simulated process\n${fenced('', simulated)}`,
  ].join('\n')
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\`\n`
}
