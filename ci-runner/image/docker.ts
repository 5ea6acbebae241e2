import { spawn } from 'node:child_process'

/** Docker is missing, its daemon doesn't answer, or a build failed. The message is all that the user sees. */
export class DockerError extends Error {}
/** Docker can't be used on this machine at all. */
export class DockerUnusableError extends DockerError {}

export interface CommandResult {
  status: number
  stdout: string
  stderr: string
}
/** Runs a command to its end. A missing command has status 127. */
export function runCommand(
  command: string,
  args: string[],
  options: { input?: string; show?: boolean; cwd?: string } = {},
): Promise<CommandResult> {
  const child = spawn(command, args, {
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(options.cwd ? { cwd: options.cwd } : {}),
  })
  const result = { status: 127, stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => {
    result.stdout += chunk
    if (options.show) process.stderr.write(chunk)
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    result.stderr += chunk
    if (options.show) process.stderr.write(chunk)
  })
  if (options.input !== undefined) child.stdin?.on('error', () => {}).end(options.input)
  return new Promise((resolve) => {
    child.on('error', () => resolve(result))
    child.on('close', (code) => resolve({ ...result, status: code ?? 128 }))
  })
}

/** Processor architectures that an image can be built for, in Docker's names. */
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' }

/** The oldest version that is tested. */
const OLDEST = '20.10'
const HOW_TO_INSTALL = 'Debian and Ubuntu: apt-get install docker.io; others: https://docs.docker.com/engine/install/'

/** Facts about the daemon, requested once. Throws a DockerError that says what to do when Docker cannot be used here. */
export function requireDocker(): Promise<DockerFacts> {
  facts ??= askDaemon()
  return facts
}
export interface DockerFacts {
  /** Driver of the containers' control groups: `cgroupfs` (Docker itself) or `systemd`. */
  cgroupDriver: string
}
let facts: Promise<DockerFacts> | undefined

/** Throws a DockerError when the daemon does not answer any more. */
export async function checkDaemon(): Promise<void> {
  await askDaemon()
}

async function askDaemon(): Promise<DockerFacts> {
  const facts = '{{.CgroupDriver}} {{.ServerVersion}} {{.OSType}} {{.Architecture}}'
  const info = await runCommand('docker', ['info', '--format', facts])
  const problem = dockerProblem(info)
  if (problem) throw new DockerUnusableError(problem)
  return { cgroupDriver: info.stdout.split(' ')[0]! }
}

/** Returns why Docker can't be used, from the result of `docker info`; null if it can. */
export function dockerProblem({ status, stdout, stderr }: CommandResult): string | null {
  if (status === 127)
    return `Docker is not installed, and submissions run in its jail. Install Docker ${OLDEST} or newer (${HOW_TO_INSTALL})`
  const [, version, system, processor] = stdout.trim().split(' ')
  if (/permission denied/i.test(stderr))
    return `you may not use Docker (${firstLine(stderr)}). Become one of the group docker, whose members are as powerful as root (sudo usermod -aG docker "$USER"), and log in again`
  if (status !== 0 || !version)
    return `the Docker daemon does not answer (${firstLine(stderr) || 'without a reason'}). Start it (systemctl start docker), and see that you may use it (docker info)`
  if (isOlder(version, OLDEST))
    return `Docker ${version} is too old: the jail needs ${OLDEST} or newer (${HOW_TO_INSTALL})`
  if (system !== 'linux') return `this Docker runs ${system} containers: switch it to Linux containers`
  const own = PROCESSORS[process.arch]
  if (processor !== own)
    return `this Docker runs on ${processor}, and the image is made of what is installed here, for ${own}: use a Docker of the same kind of processor`
  return null
}

function isOlder(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number)
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor)
}

export const imageExists = async (tag: string): Promise<boolean> =>
  (await runCommand('docker', ['image', 'inspect', tag])).status === 0

/** Identifies the image behind a tag: its digest in its registry, otherwise its id. */
export async function imageDigest(tag: string): Promise<string> {
  const format = '{{if .RepoDigests}}{{index .RepoDigests 0}}{{else}}{{.Id}}{{end}}'
  return (await runCommand('docker', ['image', 'inspect', '--format', format, tag])).stdout.trim()
}

export const firstLine = (text: string): string => text.trim().split('\n')[0] ?? ''
