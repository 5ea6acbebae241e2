import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { command } from './command.ts'
import { gradingImage } from './grading-image.ts'
import { ROOT, type Step } from './step.ts'

const STARTED = /new URL\("\.\/([\w-]+\.mjs)", import\.meta\.url\)/g

/** Files that the bundles of these steps start as threads or processes. */
const startedBy = (steps: readonly Step[]) =>
  steps.flatMap(({ outputs: [bundle] }) => {
    const text = readFileSync(join(ROOT, bundle!), 'utf8')
    return [...text.matchAll(STARTED)].map(([, name]) => `generated/${name}`)
  })

// In a fresh checkout nothing else has built them.
test('whatever the command starts is made with it', () => {
  const started = startedBy(command)
  expect(started).toContain('generated/watchdog-thread.mjs')
  expect(command.flatMap(({ outputs }) => outputs)).toEqual(expect.arrayContaining(started))
  expect(gradingImage.flatMap(({ outputs }) => outputs)).toContain('generated/watchdog-thread.mjs')
})
