import { existsSync } from 'node:fs'

/** How a child is started. What it inherits: an empty environment, descriptors 3 and 4, and a standard error that is kept. */
export interface ChildCommand {
  /** The script that serves the pipe: `generated/process.mjs`, as the child finds it. */
  script: string
  /** Put before `node …`: a jail with its options. It has to pass descriptors 2, 3 and 4 on, and to take the child with it when killed. */
  prefix?: string[]
  /** The Node that runs it; this one unless said. */
  node?: string
  /** Most megabytes of JavaScript heap. */
  heapMiB?: number
  uid?: number
  gid?: number
  cwd?: string
}

const DEFAULT_HEAP_MIB = 512

/**
 * The whole command. Node's permission model takes file system, children, threads and add-ons from the child even when no jail
 * does; the child may still read the script that it is.
 */
export function childArguments(command: ChildCommand): string[] {
  const { script, prefix = endWithParent(), node = process.execPath, heapMiB = DEFAULT_HEAP_MIB } = command
  const restrictions = ['--permission', `--allow-fs-read=${script}`, '--no-warnings', '--no-addons']
  return [...prefix, node, ...restrictions, `--max-old-space-size=${heapMiB}`, script]
}

/** Without a jail: a child in an endless loop would outlive a grader that is killed. */
function endWithParent(): string[] {
  const setpriv = '/usr/bin/setpriv'
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : []
}
