/**
 * What a person waits for at the command line: `ackademy run` of a program that prints a line, beside real Node.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Figure, median, report } from './figure.ts'

const main = fileURLToPath(new URL('../scripts/command.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ackademy-bench-'))

/** Milliseconds of a whole command; the middle of five. */
function took(...args: string[]): number {
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now()
    const { status, stderr } = spawnSync(process.execPath, args, {
      // As bin/ackademy.mjs starts it.
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
    })
    if (status !== 0) throw new Error(`it ended with ${status}: ${stderr}`)
    return performance.now() - began
  })
  return median(times)
}

function* figures(): Generator<Figure> {
  const program = join(folder, 'hello.ts')
  writeFileSync(program, 'console.log("hello")')
  const node = took(program)
  yield {
    what: 'ackademy run, whole command',
    value: took(main, 'run', program),
    unit: 'ms',
    beside: { what: 'real Node', value: node },
  }
  yield { what: 'ackademy --help', value: took(main, '--help'), unit: 'ms' }
}

try {
  await report(figures())
} finally {
  rmSync(folder, { recursive: true })
}
