import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { KernelFeatureError, type ProgramLauncher } from '#lab/linux/index.ts'
import { stripTypes } from './strip-types.ts'

const HOME = '/opt/ackademy'
/** Folder of the platform's code in the jail: it runs a process and contains nothing about tests. */
export const PLATFORM_FOLDER = '/ackademy'
/** An absolute path: a jailed program's environment may have no PATH. */
export const NODE = '/usr/local/bin/node'
/**
 * The user of this submission's programs. RLIMIT_NPROC counts a user's processes in all containers of a machine, so each
 * submission gets a user id of its own.
 */
const LEARNER_UID = randomInt(100_000, 2_000_000_000)

/** Returns the arguments that run `program` in the jail. Without `--netns` its network is empty. */
export function jailed(flags: readonly string[], program: readonly string[]): string[] {
  return [
    `${HOME}/jail`,
    `--uid=${LEARNER_UID}`,
    `--bind=${HOME}/process=${PLATFORM_FOLDER.slice(1)}`,
    ...flags,
    '--',
    ...program,
  ]
}

/** Throws, with a message for the machine's operator, if the jail can't be set up here. Called first, so that a program's exit status 125 is not taken for a failed jail. */
export async function checkJail(): Promise<void> {
  const [file = '', ...args] = jailed([], ['/usr/bin/true'])
  const complaint = await new Promise<string | null>((resolve) =>
    execFile(file, args, (error, _, said) => resolve(error && (said.trim() || error.message))),
  )
  if (complaint === null) return
  const remedy = 'a kernel with namespaces and CONFIG_SECCOMP_FILTER, and a Docker daemon that runs as root'
  throw new KernelFeatureError(`programs cannot be jailed on this machine (${complaint}): that needs ${remedy}`)
}

/** Starts programs in a world of real kernels. */
export function jailLauncher(scratch: string, memoryMiB: number): ProgramLauncher {
  const node = [NODE, `--max-old-space-size=${memoryMiB}`]
  const preload = `--import=${PLATFORM_FOLDER}/learner.mjs`
  // Enums and parameter properties run on a simulated host, so they must run here.
  const withTypes = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning']
  return {
    scratch,
    // The jail, its init.
    generations: 2,
    files: ({ files }) => stripTypes(files) ?? files,
    command(program, { namespace, folders, hostsFile, rawSockets }) {
      const binds = Object.entries(folders).map(([name, folder]) => `--bind=${folder}=${name}`)
      const host = [`--netns=${namespace}`, `--hosts=${hostsFile}`, `--hostname=${program.hostname}`]
      const flags = [...host, ...binds, ...(rawSockets ? ['--net-raw'] : [])]
      const types = stripTypes(program.files) ? [`${preload}?stripped`] : [preload, ...withTypes]
      const [file = '', ...args] = jailed(flags, [...node, ...types, ...program.argv.slice(1)])
      return { file, args }
    },
  }
}
