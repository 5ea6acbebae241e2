import type { Difference } from './difference.ts'

export interface SeenDifference extends Difference {
  real: string
  simulated: string
}

const INTRODUCTION = `# What differs from Node 24

Programs run on Node 24.21's own library; below it, our code does the work of Linux and of Node's C++. This page lists the differences that a program can notice.
\`tests/differences\` generates it: it runs each of these programs on real Node and on a simulated host, and fails if one no longer differs, or if this page shows
other output than they print. \`tests/parity\` checks that everything else is equal, byte for byte. Differences in zlib and crypto are described in
[node-zlib-and-crypto.md](node-zlib-and-crypto.md).
`

const IN_PAGE = `## Only in a page

The lab page can't call V8 from C++ and is under a page's security policy. Each of these programs of \`tests/parity\` prints something else in Chromium, and a test checks that.
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
