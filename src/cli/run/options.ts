import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Publication } from '../../runtime/lab/gateway/index.ts'
import { CommandError } from '../command-error.ts'
import { parseLimits, type RunLimits } from './limits.ts'
import { parsePublication } from './publish.ts'

export const HELP = `Usage: ackademy run [options] PROGRAM [args]

Runs a Node program on a host of a simulated network. What stands after PROGRAM belongs to the program.
  --topology F   a topology of the course by its name, or a topology file (default wire)
  --host H       the host that the program runs on (default server)
  --seed N       the world's randomness: the same seed gives the same packets, byte for byte (default 1)
  --publish [[ADDRESS:]REALPORT:][HOST:]PORT[/tcp|/udp]
                 let real clients reach the port of a simulated host, through REALPORT of this machine (default: the same number; 0: any
                 free one) at ADDRESS (default 127.0.0.1 and [::1]), by TCP and UDP. Can be given several times. Implies --real-time
  --real-time    let the world's time pass as real time does, instead of as fast as this machine can
  --pcap F       write all packets to a pcapng file while the program runs, for Wireshark or tshark
  --limit packets=N,descriptors=N,memory=SIZE
                 most packets on links (default 1000000), open descriptors of a process (default 1024) and memory (default 512MiB). Can be
                 given several times

The program sees its folder as /work, and the node_modules above it, too; what it writes there stays in the world. The exit status is the program's, 128 + N
when signal N ended it, 2 when it could not be run or would have waited for ever. Time is the world's own: unless --real-time is given it passes as
fast as this machine can make it pass; the run ends after an hour of it, unless something is published: then it ends with the program. Ctrl+C interrupts the program, a second time ends it.
`

export interface RunOptions {
  /** Path of the program's file, as given. */
  program: string
  args: string[]
  topology: string
  host: string
  seed: number
  pcap: string | null
  /** The world's time goes as real time does. */
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
  publish: { type: 'string', multiple: true },
  limit: { type: 'string', multiple: true },
  'real-time': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig

/** Reads the command line; null when it asks for help. Throws CommandError, or parseArgs' own error, for what is wrong in it. */
export function parseRunOptions(args: string[]): RunOptions | null {
  const at = indexOfProgram(args)
  const { values } = parseArgs({ args: args.slice(0, at), options: OPTIONS })
  if (values.help) return null
  const program = args[at]
  if (program === undefined) throw new CommandError(`which program?\n\n${HELP}`)
  const { topology, host, seed, pcap = null } = values
  const publish = (values.publish ?? []).map((text) => parsePublication(text, host))
  const realTime = values['real-time'] === true || publish.length > 0
  const limits = parseLimits(values.limit ?? [])
  return { program, args: args.slice(at + 1), topology, host, seed: parseSeed(seed), pcap, realTime, publish, limits }
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
