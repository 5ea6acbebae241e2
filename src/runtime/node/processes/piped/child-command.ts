import { existsSync } from 'node:fs'
import { ADD_ON_NAMES } from '../../library/index.ts'
import { addOnFile } from '../../realm/platform/vm/index.ts'

/** How a child is started. What it inherits: no environment but the time zone, descriptors 3 and 4, and a standard error that is kept. */
export interface ChildCommand {
  /** The script that serves the pipe: `generated/process.cjs`, as the child finds it. */
  script: string
  /** Other files that it reads when it starts. */
  reads?: string[]
  /** Put before `node …`: a jail with its options. It has to pass descriptors 2, 3 and 4 on, and to take the child with it when killed. */
  prefix?: string[]
  /** The Node that runs it; this one unless said. */
  node?: string
  /** Most memory for what the program keeps, in MiB: its JavaScript heap, and its buffers outside of it. */
  memoryMiB?: number
  uid?: number
  gid?: number
  cwd?: string
}

export const DEFAULT_MEMORY_MIB = 512

/**
 * The whole command. Node's permission model takes file system, children, threads and add-ons from the child even when no jail
 * does; the child may read the files that make it up, and no other.
 */
export function childArguments(command: ChildCommand): string[] {
  const { script, prefix = endWithParent(), node = process.execPath, memoryMiB = DEFAULT_MEMORY_MIB } = command
  const readable = [script, ...(command.reads ?? [])].map((file) => `--allow-fs-read=${file}`)
  const restrictions = ['--permission', ...readable, '--no-warnings', '--no-addons']
  return [...prefix, node, ...restrictions, `--max-old-space-size=${memoryMiB}`, script]
}

/** Without a jail: a child in an endless loop would outlive a grader that is killed. */
function endWithParent(): string[] {
  const setpriv = '/usr/bin/setpriv'
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : []
}

/** A Node process as `npm run build` makes it; `folder` is where the child finds `generated/`. */
export function nodeProcess(folder: string): { script: string; reads: string[] } {
  const files = ['process.image', ...ADD_ON_NAMES.map(addOnFile)]
  return { script: `${folder}/process.cjs`, reads: files.map((file) => `${folder}/${file}`) }
}
