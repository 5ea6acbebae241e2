/** The lesson that `ackademy new` writes can be read as it is: its figure runs, and every packet that its text speaks of is there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { lessonFiles } from '#cli/new/templates/index.ts'
import { recordFolder } from '#labs/figure/record.fixture.ts'
import { compileFilter, dissect, FilterError } from '#network'

test('a new lesson has its five steps, and every packet of its text is in its run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-lesson-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const files = lessonFiles('01-first-answer', 'A "first" answer', 12)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const text = files['01-first-answer.mdx']!
  const [, head = ''] = text.split('---\n')
  expect(parse(head)).toMatchObject({ title: 'A "first" answer', number: '12.1', exercises: [] })
  expect([...text.matchAll(/<Step kind="(\w+)">/g)].map(([, kind]) => kind)).toEqual([
    'predict',
    'run',
    'explain',
    'break',
    'fix',
  ])

  const { packets, printed } = await recordFolder(join(folder, 'figures/first-answer'))
  expect(printed.map(({ text }) => text).join('')).toContain('you said hello')
  // `packet="…" nth={2}` of a component, `packet: '…', nth: 2` of a prediction, `since` and `evidence` likewise.
  const asked = [...text.matchAll(/(?:packet|since|evidence)(?:=|: )["'](.*?)["'](?:,? nth(?:={|: )(\d))?/g)]
  expect(asked.length).toBeGreaterThan(8)
  for (const [, filter = '', nth = '1'] of asked) {
    const matches = compileFilter(filter)
    if (matches instanceof FilterError) throw matches
    const found = packets.filter(({ bytes, position }) => matches(dissect(bytes, position)))
    expect([filter, found.length >= Number(nth)]).toEqual([filter, true])
  }
})
