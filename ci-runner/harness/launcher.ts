import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { KernelFeatureError, type ProgramLauncher } from '#lab/linux/index.ts'
import { stripTypes } from './strip-types.ts'

const HOME = '/opt/ackademy'
/** Where a jailed program finds what it needs of the platform: how to run a process, and nothing that tests know. */
export const PLATFORM_FOLDER = '/ackademy'
/** By its path: a jailed program's environment need not have one. */
export const NODE = '/usr/local/bin/node'
/**
 * The user of this submission's programs. RLIMIT_NPROC counts a user's processes in all containers of a machine, so that each takes
 * a number that no other has.
 */
const LEARNER_UID = randomInt(100_000, 2_000_000_000)

/** The words of a command line that runs `program` in the jail. Without `--netns` its network is empty. */
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

/** Throws, in a sentence for whoever runs the machine, when nothing can be jailed here. A program that ends like a jail that failed is told from that by it. */
export async function checkJail(): Promise<void> {
  const [file = '', ...args] = jailed([], ['/usr/bin/true'])
  const complaint = await new Promise<string | null>((resolve) =>
    execFile(file, args, (error, _, said) => resolve(error && (said.trim() || error.message))),
  )
  if (complaint === null) return
  const remedy = 'a kernel with namespaces and CONFIG_SECCOMP_FILTER, and a Docker daemon that runs as root'
  throw new KernelFeatureError(`programs cannot be jailed on this machine (${complaint}): that needs ${remedy}`)
}

/** How programs are started in a world of real kernels. */
export function jailLauncher(scratch: string, memoryMiB: number): ProgramLauncher {
  const node = [NODE, `--max-old-space-size=${memoryMiB}`]
  const preload = `--import=${PLATFORM_FOLDER}/learner.mjs`
  // Enums and parameter properties run on a simulated host; so they do here.
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
