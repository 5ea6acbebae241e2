import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { processorWait } from './index.ts'

test.skipIf(process.platform !== 'linux')('programs that share a processor wait for it', async () => {
  const waited = processorWait()
  const before = waited()
  const busy = () => spawn('taskset', ['-c', '0', process.execPath, '-e', 'for (;;);'], { stdio: 'ignore' })
  const programs = [busy(), busy()]
  try {
    // Whatever else the machine does, two that never sleep cannot both have the one processor.
    await expect.poll(() => waited() - before, { timeout: 20_000 }).toBeGreaterThan(100)
  } finally {
    for (const program of programs) program.kill('SIGKILL')
  }
})
