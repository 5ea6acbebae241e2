import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type BackendName, Report } from '../grader/index.ts'
import { CommandError } from './command-error.ts'
import type { GradeOptions } from './grade-options.ts'
import { keptIn } from './replay/index.ts'

const command = fileURLToPath(new URL('../../scripts/command.ts', import.meta.url))

/** Grades several folders at the same time, each in a process of its own, and reports in the order given. */
export async function gradeApart(
  options: GradeOptions,
  backend: BackendName,
): Promise<{ name: string; report: Report }[]> {
  const reports: { name: string; report: Report }[] = []
  const waiting = [...options.folders.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, name] = next
      reports[i] = { name, report: await gradeInProcess(options, backend, name) }
    }
  }
  await Promise.all(Array.from({ length: options.jobs ?? 1 }, worker))
  return reports
}

async function gradeInProcess(options: GradeOptions, backend: BackendName, folder: string): Promise<Report> {
  const { exercise, seed, variant, tests, unsandboxed, keep } = options
  const args = [
    ...['grade', '--format', 'json', '--backend', backend, '--seed', String(seed), '--variant', variant],
    ...(tests ?? []).flatMap((pattern) => ['--test', pattern]),
    ...(unsandboxed ? ['--unsandboxed'] : []),
    ...(keep === null ? [] : ['--keep', keptIn(keep, folder, options.folders)]),
    ...['--', exercise, folder],
  ]
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ])
  if (!stdout) throw new CommandError(`${folder}: ${stderr.trim() || `the grading process ended with status ${code}`}`)
  return Report.parse(JSON.parse(stdout))
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
