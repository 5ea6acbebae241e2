/**
 * `ackademy run`: a program on a host of a simulated network, its output and exit status as if it ran here. World and program live in a
 * thread of their own, so that Ctrl+C always works, whatever the program does, and ends in one clear message.
 */
import { constants } from 'node:os'
import { count, FileProblems, isLabError, type Lab, type Process, type WorldRecord } from '#lab'
import {
  CannotPublish,
  findTopology,
  type LabInThread,
  type OpenLabInThreadOptions,
  openLabInThread,
  StreamedCapture,
  type TopologyFile,
} from '#lab/on-disk/index.ts'
import { CommandError } from '../command-error.ts'
import { build } from '../run-script.ts'
import { type CaptureClient, readClient } from './client.ts'
import { Input } from './input.ts'
import { Interrupts } from './interrupts.ts'
import { DEFAULT_LIMITS, type RunLimits } from './limits.ts'
import { HELP, parseRunOptions, type RunOptions } from './options.ts'
import { Output } from './output.ts'
import { Pace } from './pace.ts'
import { type ProgramFiles, readProgramFiles } from './program-files.ts'
import { describeEntrances, describeProblem, Refusals } from './publish.ts'
import { RealTime } from './real-time.ts'
import { type Outcome, RunningProgram } from './running-program.ts'
import { saveTest } from './save-test.ts'
import { judge, LONGEST_MS, type Verdict } from './verdict.ts'

/** A program ends by SIGPIPE when the reader of standard output has gone. */
const SIGPIPE_STATUS = 128 + constants.signals.SIGPIPE
/** The program succeeded, but --pcap did not. */
const CAPTURE_FAILED = 2
/** Clients may come for as long as the program runs. */
const UNLIMITED = { packets: Number.POSITIVE_INFINITY }

export async function run(args: string[]): Promise<number> {
  const options = parseRunOptions(args)
  if (options === null) {
    process.stdout.write(HELP)
    return 0
  }
  const played = await clientOf(options)
  const program = withClient(readProgramFiles(options.program), played)
  const topology = readTopologyFile(options.topology)
  if (played !== null && options.saveTest !== null) saveTest(options.saveTest, played.sides, options)
  await build('runtime')
  for (const line of played?.notes ?? []) process.stderr.write(`ackademy run: ${line}\n`)
  return runProgram(options, program, topology, played)
}

async function clientOf({ client: file, clientPort: port, host: target }: RunOptions): Promise<CaptureClient | null> {
  return file === null ? null : readClient({ file, target, port })
}

/** The client's program is stored beside the learner's. */
function withClient(program: ProgramFiles, played: CaptureClient | null): ProgramFiles {
  return played === null ? program : { ...program, files: { ...program.files, [played.name]: played.text } }
}

async function runProgram(
  options: RunOptions,
  program: ProgramFiles,
  topology: TopologyFile,
  played: CaptureClient | null,
): Promise<number> {
  const capture = options.pcap === null ? null : openCapture(options.pcap)
  const limits = { ...DEFAULT_LIMITS, ...(options.publish.length > 0 && UNLIMITED), ...options.limits }
  const interrupts = new Interrupts()
  const input = new Input()
  const output = new Output()
  let world: LabInThread | null = null
  let verdict: Verdict
  try {
    world = await open(openingOf(options, { program, topology, limits, output, capture }))
    process.stderr.write(describeEntrances(world.entrances))
    interrupts.onEnd = output.onClosed = world.kill
    const outcome = await outcomeOf(world, options, { program, limits, input, interrupts, played })
    verdict = judge(outcome, { program: options.program, interrupt: interrupts.first, errors: output.errors, limits })
  } finally {
    await world?.session.lab.close()
    interrupts.close()
    input.close()
  }
  if (verdict.message !== null && !output.isClosed) process.stderr.write(`ackademy run: ${verdict.message}\n`)
  const isCaptured = capture === null || endCapture(capture, options.pcap!)
  if (output.isClosed) return SIGPIPE_STATUS
  return isCaptured ? verdict.status : verdict.status || CAPTURE_FAILED
}

interface Parts {
  program: ProgramFiles
  topology: TopologyFile
  limits: RunLimits
  output: Output
  capture: StreamedCapture | null
}

function openingOf(options: RunOptions, { program, topology, limits, output, capture }: Parts): OpenLabInThreadOptions {
  const isPublic = options.publish.length > 0
  const observe = { kinds: ['output' as const], push: (records: WorldRecord[]) => output.show(records) }
  const publish = { publications: options.publish, onRefused: new Refusals().tell }
  const { packets, memoryMiB } = limits
  return {
    topology,
    seed: options.seed,
    files: { submission: program.files },
    mounts: program.mounts,
    observe,
    capture,
    memoryMiB,
    limits: { packets, time: isPublic ? Number.POSITIVE_INFINITY : LONGEST_MS },
    ...(isPublic && { publish }),
  }
}

/** Runs the program to its end, or to its world's. */
async function outcomeOf(
  world: LabInThread,
  options: RunOptions,
  {
    program,
    limits,
    input,
    interrupts,
    played,
  }: Pick<Parts, 'program' | 'limits'> & { input: Input; interrupts: Interrupts; played: CaptureClient | null },
): Promise<Outcome> {
  const { lab } = world.session
  const server = await start(lab, options, program, limits)
  const started = played === null ? server : await startClient(lab, options.clientHost, played)
  const slices = options.realTime ? new RealTime() : new Pace()
  const isPublic = options.publish.length > 0
  const outcome = await new RunningProgram({ lab, process: started, input, interrupts, slices, isPublic }).finish()
  return world.end === null ? outcome : { kind: 'exit', exit: { code: null, ...world.end } }
}

async function open(options: OpenLabInThreadOptions): Promise<LabInThread> {
  try {
    return await openLabInThread(options)
  } catch (error) {
    if (error instanceof FileProblems) throw new CommandError(error.message)
    if (error instanceof RangeError) throw new CommandError(`--publish: ${error.message}`)
    if (error instanceof CannotPublish) throw new CommandError(describeProblem(error.problem))
    throw error
  }
}

/** The program gets a moment to listen. */
async function startClient(lab: Lab, host: string, { name }: CaptureClient): Promise<Process> {
  await lab.clock.advance('100ms')
  try {
    return await lab.host(host).run(name)
  } catch (error) {
    if (isLabError(error) && error.code === 'MISUSE')
      throw new CommandError(`--client-host ${host}: expected ${error.expected}, but saw ${error.seen}`)
    throw error
  }
}

async function start(
  lab: Lab,
  { host, args }: RunOptions,
  { entry, cwd }: ProgramFiles,
  { descriptors }: RunLimits,
): Promise<Process> {
  try {
    return await lab.host(host).run(entry, { args, cwd, limits: { files: descriptors } })
  } catch (error) {
    if (isLabError(error) && error.code === 'MISUSE')
      throw new CommandError(`--host ${host}: expected ${error.expected}, but saw ${error.seen}`)
    throw error
  }
}

function readTopologyFile(nameOrPath: string): TopologyFile {
  try {
    return findTopology(nameOrPath)
  } catch (error) {
    throw new CommandError((error as Error).message)
  }
}

function openCapture(file: string): StreamedCapture {
  try {
    return new StreamedCapture(file)
  } catch (error) {
    throw new CommandError(`--pcap ${file}: ${(error as Error).message}`)
  }
}

/** Says what the file holds; false when that is not the whole capture. */
function endCapture(capture: StreamedCapture, file: string): boolean {
  const problem = capture.close()
  const packets = count(capture.packets, 'packet')
  const message =
    problem === null
      ? `${packets} written to ${file}`
      : `--pcap ${file}: ${problem}. The file does not hold all ${packets}: it ends where it could not be written`
  process.stderr.write(`ackademy run: ${message}\n`)
  return problem === null
}
