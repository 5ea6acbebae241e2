import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from './step.ts'

test('a bundle is made from the project and lies in it, from whichever folder the command was called', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
  const output = join(ROOT, 'generated/bundle-test.mjs')
  onTestFinished(() => {
    rmSync(elsewhere, { recursive: true })
    rmSync(output, { force: true })
  })
  const module = JSON.stringify(join(ROOT, 'scripts/build/bundle.ts'))
  const source = `import { nodeBundle } from ${module}; await nodeBundle('bundle-test', 'src/cli/command-error.ts').make()`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', source], { cwd: elsewhere, encoding: 'utf8' })
  expect(ended.stderr).toBe('')
  expect(readFileSync(output, 'utf8')).toContain('CommandError')
})
