import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Report, TestResult } from '../../src/grader/index.ts'
import { DockerError, ensureImage, requireDocker } from '../image/index.ts'
import type { HarnessMessage, Job } from '../job.ts'
import { runFlags } from './flags.ts'

/** Beyond the exercise's own limits: what a container may take before it is given up. */
const LONGEST_MS = 15 * 60_000

export interface ContainerOptions {
  /** A line about something that takes long: an image that is built. */
  say: (line: string) => void
  onTest?: (result: TestResult) => void
  onRecording?: (test: string, pcapng: Uint8Array) => void
  /** The name of the container that is about to start. */
  onStart?: (container: string) => void
  signal?: AbortSignal
}

/**
 * Grades one submission in a container of its own, from the image of this checkout, which is built when it is missing. Throws a
 * DockerError when Docker cannot be used or the container died without a report.
 */
export async function gradeInContainer(job: Job, options: ContainerOptions): Promise<Report> {
  const [image, { cgroupDriver }] = await Promise.all([ensureImage(options.say), requireDocker()])
  const name = `ackademy-${randomUUID()}`
  options.onStart?.(name)
  const docker = spawn('docker', [...runFlags({ memory: '1g', cpus: 2 }, cgroupDriver), `--name=${name}`, image], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const stop = () => void spawn('docker', ['kill', name], { stdio: 'ignore' })
  const timer = setTimeout(stop, LONGEST_MS)
  options.signal?.addEventListener('abort', stop, { once: true })
  docker.stdin.on('error', () => {})
  docker.stdin.end(JSON.stringify(job))
  let complaint = ''
  docker.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-4_000)
  })
  const ended = new Promise<number | null>((resolve) => docker.on('close', resolve))
  try {
    const report = await readMessages(docker.stdout, options)
    const status = await ended
    if (report) return report
    throw new DockerError(
      `the grading container ended with status ${status} and no report: ${complaint.trim() || 'it said nothing'}`,
    )
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', stop)
  }
}

async function readMessages(output: NodeJS.ReadableStream, options: ContainerOptions): Promise<Report | undefined> {
  let report: Report | undefined
  for await (const line of createInterface({ input: output })) {
    const message = JSON.parse(line) as HarnessMessage
    if (message.kind === 'test') options.onTest?.(message.result)
    else if (message.kind === 'recording') options.onRecording?.(message.test, Buffer.from(message.pcapng, 'base64'))
    else if (message.kind === 'report') report = message.report
    else throw new DockerError(`the harness could not grade: ${message.message}`)
  }
  return report
}
