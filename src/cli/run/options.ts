import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Publication } from '#lab/gateway/index.ts'
import { CommandError } from '../command-error.ts'
import { parseLimits, type RunLimits } from './limits.ts'
import { parsePublication } from './publish.ts'

export const HELP = `Usage: ackademy run [options] PROGRAM [args]

Runs a Node program on a host of a simulated network. Arguments after PROGRAM are passed to the program.
  --topology F   name of a topology of the course, or a topology file (default wire)
  --host H       the host that the program runs on (default server)
  --seed N       seed of the world: the same seed gives the same packets, byte for byte (default 1)
  --publish [[ADDRESS:]REALPORT:][HOST:]PORT[/tcp|/udp]
                 let real clients connect to a port of a simulated host, through REALPORT of this machine (default: the same number; 0: any
                 free port) at ADDRESS (default 127.0.0.1 and [::1]), by TCP and UDP. Repeatable. Implies --real-time
  --real-time    run the world in real time, instead of as fast as this machine can
  --client F     play the clients of a capture (pcap or pcapng) against the program, from the host named by --client-host (default
                 client): what they sent, at their times. Prints how the answers differ; the exit status is 1 if they do
  --client-port N
                 the port that they connect to, instead of the captured one
  --save-test F  also save them as a test file of an exercise, which expects the captured answers: tests/practice.test.ts
  --pcap F       write all packets to a pcapng file while the program runs, for Wireshark or tshark
  --limit packets=N,descriptors=N,memory=SIZE
                 limits on packets of all links (default 1000000), open descriptors of a process (default 1024) and memory (default
                 512MiB). Repeatable

The program sees its folder as /work, and the node_modules above it; files that it writes stay in the world. The exit status is the
program's, 128 + N if signal N ended it, 2 if it could not run or would have waited forever. Time is virtual: without --real-time it
passes as fast as this machine can simulate it, and the run ends after one virtual hour. With --publish the run ends with the program.
Ctrl+C interrupts the program; a second Ctrl+C ends it.
`

export interface RunOptions {
  /** Path of the program's file, as given. */
  program: string
  args: string[]
  topology: string
  host: string
  seed: number
  pcap: string | null
  /** A capture whose clients are played, and the host that plays them. */
  client: string | null
  clientHost: string
  clientPort: number | null
  /** File that the clients are saved in as a test. */
  saveTest: string | null
  /** Virtual time follows real time. */
  realTime: boolean
  publish: Publication[]
  /** Those that were given. */
  limits: Partial<RunLimits>
}

const OPTIONS = {
  topology: { type: 'string', default: 'wire' },
  host: { type: 'string', default: 'server' },
  seed: { type: 'string', default: '1' },
  pcap: { type: 'string' },
  client: { type: 'string' },
  'client-host': { type: 'string', default: 'client' },
  'client-port': { type: 'string' },
  'save-test': { type: 'string' },
  publish: { type: 'string', multiple: true },
  limit: { type: 'string', multiple: true },
  'real-time': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig

/** Reads the command line; null if it asks for help. Throws CommandError, or parseArgs' own error, for mistakes. */
export function parseRunOptions(args: string[]): RunOptions | null {
  const at = indexOfProgram(args)
  const { values } = parseArgs({ args: args.slice(0, at), options: OPTIONS })
  if (values.help) return null
  const program = args[at]
  if (program === undefined) throw new CommandError(`which program?\n\n${HELP}`)
  const { topology, host, seed, pcap = null, client = null, 'client-host': clientHost } = values
  const publish = (values.publish ?? []).map((text) => parsePublication(text, host))
  const realTime = values['real-time'] === true || publish.length > 0
  const limits = parseLimits(values.limit ?? [])
  const world = { topology, host, seed: parseSeed(seed), pcap, realTime, publish, limits }
  const clientPort = parsePort(values['client-port'])
  const saveTest = values['save-test'] ?? null
  if (saveTest !== null && client === null)
    throw new CommandError('--save-test needs --client: the capture whose clients are saved')
  return { program, args: args.slice(at + 1), client, clientHost, clientPort, saveTest, ...world }
}

/** The first argument that is neither an option nor an option's value. */
function indexOfProgram(args: string[]): number {
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true, tokens: true })
  return tokens.find(({ kind }) => kind === 'positional')?.index ?? args.length
}

function parseSeed(text: string): number {
  const seed = Number(text)
  if (text.trim() === '' || !Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff)
    throw new CommandError(`--seed ${text}: a seed is a whole number from 0 to 4294967295`)
  return seed
}

function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new CommandError(`--client-port ${text}: a port is a whole number from 1 to 65535`)
  return port
}
