import { spawn } from 'node:child_process'

/** Docker is missing, its daemon does not answer, or a build failed: a sentence for the person, nothing else. */
export class DockerError extends Error {}

export interface CommandResult {
  status: number
  stdout: string
  stderr: string
}
/** Runs a command to its end. A command that is not there has status 127. */
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

/** What the daemon is like. Throws a DockerError that says what to do when Docker cannot be used here. */
export function requireDocker(): Promise<DockerFacts> {
  facts ??= askDaemon()
  return facts
}
export interface DockerFacts {
  /** Who places containers' control groups: `cgroupfs` (Docker itself) or `systemd`. */
  cgroupDriver: string
}
let facts: Promise<DockerFacts> | undefined

async function askDaemon(): Promise<DockerFacts> {
  const info = await runCommand('docker', ['info', '--format', '{{.CgroupDriver}}'])
  if (info.status === 127)
    throw new DockerError(
      'Docker is not installed; grading runs submissions in its jail. Install Docker, or grade your own code with --unsandboxed',
    )
  if (info.status !== 0)
    throw new DockerError(
      `the Docker daemon does not answer (${firstLine(info.stderr)}). Start it, or grade your own code with --unsandboxed`,
    )
  return { cgroupDriver: info.stdout.trim() }
}

export const imageExists = async (tag: string): Promise<boolean> =>
  (await runCommand('docker', ['image', 'inspect', tag])).status === 0

export const firstLine = (text: string): string => text.trim().split('\n')[0] ?? ''
