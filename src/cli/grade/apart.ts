import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Judged, Report } from '#grader'
import { course } from '#grading/course/index.ts'
import { keptIn } from '#grading/replay/index.ts'
import { CommandError } from '../command-error.ts'
import { isPackage, PLATFORM } from '../platform.ts'
import type { GradeCommand } from './command.ts'

const script = join(PLATFORM, isPackage ? 'bin/ackademy.mjs' : 'scripts/command.ts')

/** Grades several folders at the same time, each in a process of its own, and reports in the order given. */
export async function gradeApart(command: GradeCommand): Promise<Judged[]> {
  const judged: Judged[] = []
  const waiting = [...command.folders.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, name] = next
      judged[i] = { name, report: await gradeInProcess(command, name) }
    }
  }
  await Promise.all(Array.from({ length: command.jobs ?? 1 }, worker))
  return judged
}

async function gradeInProcess(command: GradeCommand, folder: string): Promise<Report> {
  const { exercise, backend, seed, variant, tests, unsandboxed, keep, folders } = command
  const args = [
    // A child would look for a course around its working folder.
    ...['grade', '--course', course().root],
    ...['--format', 'json', '--backend', backend, '--seed', String(seed), '--variant', variant],
    ...(tests ?? []).flatMap((pattern) => ['--test', pattern]),
    ...(unsandboxed ? ['--unsandboxed'] : []),
    ...(keep === null ? [] : ['--keep', keptIn(keep, folder, folders)]),
    ...['--', exercise, folder],
  ]
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
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
