/** docs/packetdrill-scripts.md lists the scripts with what they show. Made here (`--update`), and held to be current. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const HEADER = `# The packetdrill scripts

What each of tests/packetdrill shows, on the simulated stack and on the Linux kernel. Made by tests/packetdrill/list.test.ts; do not edit.

| Script | What it shows |
| --- | --- |
`

/** The comment that a script begins with. */
function headerOf(name: string): string {
  const lines = readFileSync(join(import.meta.dirname, name), 'utf8').split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return lines
    .slice(0, end)
    .map((line) => line.slice(3))
    .join(' ')
}

const scripts = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.pkt'))

test.each(scripts)('%s says first what it shows, and where that is written', (name) => {
  expect(headerOf(name)).toMatch(
    /RFC \d+|tcp\(7\)|socket\(7\)|listen\(2\)|recv\(2\)|shutdown\(2\)|ip-sysctl|packetdrill/,
  )
})

test('the list in docs is current', async () => {
  const rows = scripts.sort().map((name) => `| ${name} | ${headerOf(name).replaceAll('|', '\\|')} |`)
  await expect(`${HEADER}${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/packetdrill-scripts.md')
})
