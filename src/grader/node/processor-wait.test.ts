import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { processorWait } from './index.ts'

test.skipIf(process.platform !== 'linux')('more programs than processors wait for one', async () => {
  const waited = processorWait()
  const before = waited()
  const busy = () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
  const programs = Array.from({ length: availableParallelism() + 1 }, busy)
  try {
    await expect.poll(() => waited() - before, { timeout: 20_000 }).toBeGreaterThan(100)
  } finally {
    for (const program of programs) program.kill('SIGKILL')
  }
})
