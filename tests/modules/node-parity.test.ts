/** Each program of `programs/` does under our loader what it does under the pinned Node: output, errors, carets, stack frames. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseProgram, runInLoader, runInNode } from './program.ts'

const folder = new URL('./programs/', import.meta.url)

describe.concurrent('a program says the same as under Node', () => {
  for (const name of readdirSync(folder).sort()) {
    it(name.replace('.program', '').replaceAll('-', ' '), async () => {
      const program = parseProgram(readFileSync(new URL(name, folder), 'utf8'))
      const [ours, nodes] = await Promise.all([runInLoader(program), runInNode(program)])
      expect({ ...ours, failure: comparable(ours.failure, nodes.failure) }).toEqual(nodes)
      expect(nodes.stdout + nodes.failure).not.toBe('')
    })
  }
})

/** Where Node would show a line of its own library, we show the learner's. */
function comparable(ours: string, nodes: string): string {
  const excerpt = /^[^\n]*\n[^\n]*\n *\^\n\n/
  return excerpt.test(nodes) ? ours : ours.replace(excerpt, '')
}
