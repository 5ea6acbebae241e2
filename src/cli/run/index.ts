/**
 * `ackademy run`: a program on a host of a simulated network, its output and exit status as if it ran here. The world lives in a
 * thread of its own and the program in a child process, so that whatever it does, Ctrl+C is heard and ends in one clear message.
 */
import { accessSync, constants, writeFileSync } from 'node:fs'
import { constants as osConstants } from 'node:os'
import { dirname, resolve } from 'node:path'
import { FileProblems, isLabError, type Lab, type Process, type WorldRecord } from '../../runtime/lab/index.ts'
import {
  CannotPublish,
  findTopology,
  type LabInThread,
  type OpenLabInThreadOptions,
  openLabInThread,
  type TopologyFile,
} from '../../runtime/lab/on-disk/index.ts'
import { CaptureFileError, readCaptureFile } from '../../runtime/network/index.ts'
import { CommandError } from '../command-error.ts'
import { build } from '../run-script.ts'
import { Input } from './input.ts'
import { Interrupts } from './interrupts.ts'
import { HELP, parseRunOptions, type RunOptions } from './options.ts'
import { Output } from './output.ts'
import { Pace } from './pace.ts'
import { type ProgramFiles, readProgramFiles } from './program-files.ts'
import { describeEntrances, describeProblem, Refusals } from './publish.ts'
import { RealTime } from './real-time.ts'
import { RunningProgram } from './running-program.ts'
import { judge, type Verdict } from './verdict.ts'

/** When nobody reads standard output any more, a program ends by SIGPIPE. */
const SIGPIPE_STATUS = 128 + osConstants.signals.SIGPIPE

export async function run(args: string[]): Promise<number> {
  const options = parseRunOptions(args)
  if (options === null) {
    process.stdout.write(HELP)
    return 0
  }
  const program = readProgramFiles(options.program)
  const topology = readTopologyFile(options.topology)
  if (options.pcap !== null) checkWritable(options.pcap)
  await build('runtime')
  return runProgram(options, program, topology)
}

async function runProgram(options: RunOptions, program: ProgramFiles, topology: TopologyFile): Promise<number> {
  const interrupts = new Interrupts()
  const input = new Input()
  const output = new Output()
  const observe = { kinds: ['output' as const], push: (records: WorldRecord[]) => output.show(records) }
  const isPublic = options.publish.length > 0
  let world: LabInThread | null = null
  try {
    world = await open({
      topology,
      seed: options.seed,
      files: { submission: program.files },
      mounts: program.mounts,
      observe,
      ...(isPublic && {
        publish: { publications: options.publish, onRefused: new Refusals().tell },
        limits: { time: Number.POSITIVE_INFINITY, packets: Number.POSITIVE_INFINITY },
      }),
    })
    process.stderr.write(describeEntrances(world.entrances))
    interrupts.onEnd = output.onClosed = world.killPrograms
    const { lab } = world.session
    const started = await start(lab, options, program)
    const slices = options.realTime ? new RealTime() : new Pace()
    const outcome = await new RunningProgram({ lab, process: started, input, interrupts, slices, isPublic }).finish()
    if (options.pcap !== null) await writeCapture(lab, options.pcap)
    return conclude(judge(outcome, options.program, interrupts.first, output.errors), output)
  } finally {
    await world?.session.lab.close()
    interrupts.close()
    input.close()
  }
}

function conclude({ status, message }: Verdict, output: Output): number {
  if (message !== null) process.stderr.write(`ackademy run: ${message}\n`)
  return output.isClosed ? SIGPIPE_STATUS : status
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

async function start(lab: Lab, { host, args }: RunOptions, { entry }: ProgramFiles): Promise<Process> {
  try {
    return await lab.host(host).run(entry, { args })
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

function checkWritable(file: string): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK)
  } catch (error) {
    throw new CommandError(`--pcap ${file}: ${(error as Error).message}`)
  }
}

/** A world that failed itself has nothing to give: that it failed is told in its place. */
async function writeCapture(lab: Lab, file: string): Promise<void> {
  const bytes = await lab.pcapng().catch(() => null)
  try {
    if (bytes === null) return
    writeFileSync(file, bytes)
    const capture = readCaptureFile(bytes)
    const packets = capture instanceof CaptureFileError ? 0 : capture.packets.length
    process.stderr.write(`ackademy run: ${packets} ${packets === 1 ? 'packet' : 'packets'} written to ${file}\n`)
  } catch (error) {
    throw new CommandError(`--pcap ${file}: ${(error as Error).message}`)
  }
}
