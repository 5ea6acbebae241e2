import { WORLD_EPOCH_MS } from '#network'
import type { ProcessLimits, Program } from '#node'
import type { RunOptions } from '../api/index.ts'
import { didYouMean } from '../suggest.ts'
import type { Context } from './context.ts'
import { FOLDER } from './folder.ts'
import { Failure } from './wait.ts'

const HELPERS = 'tests:'
/** Runs in place of a program of the submission. */
const SHELL = '/bin/sh'

/** Options of `run` as data: arguments as text. */
export type RunData = Omit<RunOptions, 'args' | 'within'> & { args: string[] }

/**
 * A program of the submission (`server.ts`) or of the author's helpers (`tests:watcher.ts`), ready to start on a host.
 * A helper may import the submission's modules: that is how functions with callbacks are driven.
 */
export function programOf(context: Context, hostName: string, name: string, options: RunData): Program {
  const { submission, programs } = context.files
  const isHelper = name.startsWith(HELPERS)
  const own = isHelper ? programs : submission
  const file = fileOf(name)
  if (name === SHELL) return shellOf(context, hostName, options)
  const files = isHelper ? { ...submission, ...programs, ...options.files } : { ...submission, ...options.files }
  if (!(file in own) && !(file in (options.files ?? {})))
    throw new Failure(
      'MISUSE',
      `a file of ${isHelper ? "the author's programs" : 'the submission'} (${Object.keys(own).join(', ') || 'none'})`,
      `${JSON.stringify(name)}${didYouMean(file, Object.keys(own))}`,
    )
  const program = startOf(context, hostName, name, `${FOLDER}/${file}`, options, absolute(files))
  // Learners' programs on the same host do not see the author's files.
  return isHelper ? { ...program, ownFolder: FOLDER } : program
}

/** The host's shell, with the submission's files in its folder; files with an absolute path go there. */
function shellOf(context: Context, hostName: string, options: RunData): Program {
  if (context.world.files === null)
    throw new Failure(
      'NOT_SUPPORTED',
      `a shell on ${hostName}`,
      'a backend whose hosts have no file system of their own',
    )
  const given = Object.entries(options.files ?? {})
  const [tools, beside] = [true, false].map((isTool) =>
    Object.fromEntries(given.filter(([path]) => path.startsWith('/') === isTool)),
  ) as [Program['files'], Program['files']]
  const files = { ...absolute({ ...context.files.submission, ...beside }), ...tools }
  const name = options.args[0] === '-c' ? (options.args[1] ?? SHELL) : SHELL
  const program = startOf(context, hostName, name, SHELL, options, files)
  return { ...program, argv: [SHELL, ...options.args], command: 'sh' }
}

/** Resolves a name to a file: helpers have the prefix `tests:`. */
const fileOf = (name: string): string => (name.startsWith(HELPERS) ? name.slice(HELPERS.length) : name)

/** One of the platform's own programs, working on the submission's files. */
export function driverOf(context: Context, hostName: string, file: string, address: string, options: RunData): Program {
  const module = programOf(context, hostName, file, options)
  const [entry] = Object.keys(context.loadDriver)
  if (entry === undefined)
    throw new Failure('NOT_SUPPORTED', 'load() of a module', 'this world was opened without the driver for it')
  const files = { ...module.files, ...context.loadDriver }
  const args = [`${FOLDER}/${fileOf(file)}`, address]
  const driver = startOf(context, hostName, file, entry, { ...options, args }, files)
  return module.ownFolder === undefined ? driver : { ...driver, ownFolder: module.ownFolder }
}

function startOf(
  context: Context,
  hostName: string,
  name: string,
  entry: string,
  options: RunData,
  files: Program['files'],
): Program {
  return {
    name,
    argv: ['/usr/local/bin/node', entry, ...options.args],
    env: { ...options.env },
    cwd: options.cwd ? `${FOLDER}/${options.cwd}` : FOLDER,
    hostname: hostName,
    epochMs: WORLD_EPOCH_MS,
    hosts: hostsFile(context),
    files,
  }
}

export function limitsOf({ limits }: RunData): Partial<ProcessLimits> {
  return limits?.files === undefined ? {} : { descriptors: limits.files }
}

/** Every name of the topology with its addresses, in the format of /etc/hosts. */
function hostsFile({ nodes }: Context): Record<string, string[]> {
  const named = nodes.map(({ name, interfaces }): [string, string[]] => [
    name,
    interfaces.flatMap(({ addresses }) => addresses),
  ])
  return Object.fromEntries(named.filter(([, addresses]) => addresses.length > 0))
}

function absolute(files: Program['files']): Program['files'] {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${FOLDER}/${path}`, text]))
}
