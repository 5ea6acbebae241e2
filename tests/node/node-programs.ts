/** Runs real Node programs on a small world, in the kernel's thread or in processes of their own. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Program } from '#node/kernel/index.ts'
import { parseLibrary } from '#node/library/index.ts'
import { localStarter, type ProcessStarter } from '#node/processes/index.ts'
import { nodeProcess, PipedProcesses } from '#node/processes/piped/index.ts'
import { createVmRealm } from '#node/realm/platform/vm/index.ts'

/** Every program in a context of this thread. */
export function inThread(): ProcessStarter {
  const library = parseLibrary(readFileSync('generated/node-library.json', 'utf8'))
  return localStarter((calls, synchronous) => createVmRealm({ library, calls, synchronous }))
}

/** Every program in a child of its own. */
export function inChildren(warm: number): PipedProcesses {
  return new PipedProcesses({ command: nodeProcess(resolve('generated')), warm })
}

/** `source` as `/work/NAME`, started with `args`. */
export function nodeProgram(name: string, source: string, args: string[] = []): Program {
  return {
    name,
    argv: ['/usr/local/bin/node', `/work/${name}`, ...args],
    env: {},
    cwd: '/work',
    hostname: name,
    epochMs: Date.UTC(2026, 0, 1),
    hosts: { server: ['10.0.0.2'], client: ['10.0.0.1'] },
    files: { [`/work/${name}`]: source },
  }
}
