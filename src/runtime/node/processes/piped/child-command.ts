import { existsSync } from 'node:fs'
import { ADD_ON_NAMES } from '../../library/index.ts'
import { addOnFile } from '../../realm/platform/vm/index.ts'

/** How to start a child. It inherits: no environment but the time zone, descriptors 3 and 4, and a standard error that is kept. */
export interface ChildCommand {
  /** The script that serves the pipe: the child's path to `generated/process.cjs`. */
  script: string
  /** Other files that it reads when it starts. */
  reads?: string[]
  /** Put before `node …`: a jail with its options. It must pass on descriptors 2, 3 and 4, and kill the child when it is killed. */
  prefix?: string[]
  /** The Node that runs it; default: this one. */
  node?: string
  /** Memory limit of the program's data in MiB: its JavaScript heap, and its buffers outside of it. */
  memoryMiB?: number
  uid?: number
  gid?: number
  cwd?: string
}

export const DEFAULT_MEMORY_MIB = 512

/**
 * Returns the whole command. Node's permission model denies the child file system, children, threads and add-ons even without a
 * jail; it may only read the files that it consists of.
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

/** Returns the Node process that `npm run build` makes; `folder` is the child's path to `generated/`. */
export function nodeProcess(folder: string): { script: string; reads: string[] } {
  const files = ['process.image', ...ADD_ON_NAMES.map(addOnFile)]
  return { script: `${folder}/process.cjs`, reads: files.map((file) => `${folder}/${file}`) }
}
