import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type IpVersion,
  NeedsError,
  type OpenSystem,
  openSimulatedSystem,
  parseScript,
  type RunSettings,
  runScript,
  ScriptError,
  type ScriptResult,
} from '#packetdrill'
import { CommandError } from '../command-error.ts'

const HELP = `Usage: ackademy packetdrill [options] FILE.pkt|FOLDER…

Runs packetdrill scripts against the simulated stack, in virtual time: each line is a packet to it (<), a packet expected from it (>), a
system call, or an assertion about tcp_info (%{ }%), at its time.

  --trace              print all events, also for scripts that pass
  --strict             compare packets exactly; by default data may be segmented differently, and PSH and the order of options are ignored
  --ip VERSION         ipv4, ipv6 or ipv4-mapped-ipv6, for scripts that do not specify it; repeatable
  --personality WHOSE  linux (default) or freebsd: defaults of the stack
  --on linux           run against this machine's kernel, in real time, through a TUN device in a separate namespace (needs root)
  --tolerance MS       tolerance of event times, instead of the script's (default: the script's, or 4 ms)
  --strict_segments    data must be segmented exactly as in the script

Exit status: 0 all passed or skipped, 1 at least one failed or all were skipped, 2 at least one could not be read.
`
const VERSIONS: readonly IpVersion[] = ['ipv4', 'ipv6', 'ipv4-mapped-ipv6']

interface Counts {
  ok: number
  failed: number
  skipped: number
  unreadable: number
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      trace: { type: 'boolean' },
      strict: { type: 'boolean' },
      ip: { type: 'string', multiple: true },
      personality: { type: 'string' },
      tolerance: { type: 'string' },
      strict_segments: { type: 'boolean' },
      on: { type: 'string' },
    },
  })
  if (values.help || positionals.length === 0) {
    process.stdout.write(HELP)
    return values.help ? 0 : 2
  }
  const wishes = readWishes(values)
  const openOn = await readSystem(values.on)
  const counts: Counts = { ok: 0, failed: 0, skipped: 0, unreadable: 0 }
  const files = positionals.flatMap(scriptsAt)
  for (const file of files) {
    for (const ipVersion of readVersions(values.ip)) {
      const run = { file, wishes: { ...wishes, ...(ipVersion !== null && { ipVersion }) }, openOn }
      await runOne(run, values.trace ?? false, counts)
    }
  }
  if (files.length > 1) process.stdout.write(`${summary(counts)}\n`)
  if (counts.unreadable > 0) return 2
  if (counts.ok > 0 || counts.failed > 0) return counts.failed > 0 ? 1 : 0
  process.stderr.write('Nothing was shown: every script was skipped.\n')
  return 1
}

function readWishes(values: {
  strict?: boolean
  strict_segments?: boolean
  personality?: string
  tolerance?: string
}): Partial<RunSettings> {
  const { personality, tolerance } = values
  if (personality !== undefined && personality !== 'linux' && personality !== 'freebsd') {
    throw new CommandError(`--personality ${personality}: expected linux or freebsd`)
  }
  const milliseconds = tolerance === undefined ? null : Number(tolerance)
  if (milliseconds !== null && !(milliseconds >= 0)) {
    throw new CommandError(`--tolerance ${tolerance}: expected a number of milliseconds`)
  }
  return {
    ...(values.strict && { matching: 'strict' }),
    ...(values.strict_segments && { strictSegments: true }),
    ...(personality !== undefined && { personality }),
    ...(milliseconds !== null && { tolerance: Math.round(milliseconds * 1_000_000) }),
  }
}

/** null: what the script says. */
function readVersions(given: string[] | undefined): (IpVersion | null)[] {
  if (given === undefined) return [null]
  return given.map((name) => {
    const version = VERSIONS.find((known) => known === name)
    if (version === undefined) throw new CommandError(`--ip ${name}: expected ${VERSIONS.join(', ')}`)
    return version
  })
}

function scriptsAt(path: string): string[] {
  if (!existsSync(path)) throw new CommandError(`there is no ${path}`)
  if (!statSync(path).isDirectory()) return [path]
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.pkt'))
  if (found.length === 0) throw new CommandError(`there is no .pkt file in ${path}`)
  return found.sort().map((name) => join(path, name))
}

/** Opens the system for a script of that folder. */
type OpenOn = (folder: string) => OpenSystem

async function readSystem(on = 'simulated'): Promise<OpenOn> {
  if (on === 'simulated') {
    return (folder) => (settings, setup) => openSimulatedSystem(settings, setup, (path) => readBeside(folder, path))
  }
  if (on !== 'linux') throw new CommandError(`--on ${on}: expected simulated or linux`)
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new CommandError('--on linux needs root on Linux')
  const { openLinuxSystem } = await import('./linux-system.ts')
  return (folder) => (settings, setup) => {
    try {
      return openLinuxSystem(settings, setup, folder)
    } catch (error) {
      if (error instanceof NeedsError) throw error
      throw new CommandError(`--on linux: ${(error as Error).message}`)
    }
  }
}

/** A shell script that a packetdrill script calls. */
function readBeside(folder: string, path: string): string {
  const file = join(folder, path)
  if (!existsSync(file)) throw new NeedsError(`the file ${path} beside it`)
  return readFileSync(file, 'utf8')
}

interface OneRun {
  readonly file: string
  readonly wishes: Partial<RunSettings>
  readonly openOn: OpenOn
}

async function runOne({ file, wishes, openOn }: OneRun, trace: boolean, counts: Counts): Promise<void> {
  const name = relative('', file)
  const open = openOn(dirname(file))
  try {
    const result = await runScript(parseScript(name, readFileSync(file, 'utf8')), open, wishes)
    const version = wishes.ipVersion === undefined ? '' : ` (${wishes.ipVersion})`
    process.stdout.write(describe(name + version, result, trace))
    counts[result.verdict]++
  } catch (error) {
    if (error instanceof NeedsError) {
      process.stdout.write(describe(name, { verdict: 'skipped', needs: error.needs }, false))
      counts.skipped++
    } else if (error instanceof ScriptError) {
      process.stderr.write(`${error.message}\n`)
      counts.unreadable++
    } else throw error
  }
}

function describe(name: string, result: ScriptResult, trace: boolean): string {
  if (result.verdict === 'skipped') return `skipped ${name}: needs ${result.needs}\n`
  const lines = result.verdict === 'ok' ? [`ok      ${name}`] : describeFailure(name, result)
  if (trace) lines.push('  since its start:', ...result.trace.map((line) => `    ${line}`))
  return `${lines.join('\n')}\n`
}

function describeFailure(name: string, result: Extract<ScriptResult, { verdict: 'failed' }>): string[] {
  const { line, event, message, detail } = result
  return [`FAIL    ${name}:${line}: ${message}`, `  ${event}`, ...detail.map((text) => `    ${text}`)]
}

function summary({ ok, failed, skipped, unreadable }: Counts): string {
  const parts = [`${ok} ok`, `${failed} failed`, `${skipped} skipped`]
  return (unreadable > 0 ? [...parts, `${unreadable} not readable`] : parts).join(', ')
}
