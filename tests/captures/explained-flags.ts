/** What Wireshark makes of the TCP streams of a capture that tests left: losses and retransmissions must have a cause in the world. */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { CaptureFileError, type FilePacket, type PacketRecord, readCaptureFile, writePcapng } from '#network'

/** Flags that say "something was lost, came late, or was sent again"; those about windows and probes need no such cause. */
const FLAGS = [
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
  'lost_segment',
  'ack_lost_segment',
  'duplicate_ack',
] as const

export interface FlagReading {
  /** Tests in which the world lost, delayed, changed, reordered or retransmitted something. */
  readonly disturbed: number
  /** Tests in which it did not, and that have TCP segments or anything else. */
  readonly undisturbed: number
  /** One line for each flag in an undisturbed test. */
  readonly unexplained: string[]
}

interface Kept {
  readonly packet: FilePacket
  readonly test: string
  readonly link: string
}

/** Reads one of the files of `keep-captures.ts`; `scratch` is the path of a file that it may write. */
export async function unexplainedFlags(file: string, scratch: string): Promise<FlagReading> {
  const kept = keptIn(file)
  const disturbed = new Set(kept.filter(({ packet }) => packet.comments.length > 0).map(({ test }) => test))
  const quiet = kept.filter(({ test }) => !disturbed.has(test))
  const tests = new Set(quiet.map(({ test }) => test))
  const unexplained = quiet.length === 0 ? [] : await flagsIn(quiet, scratch)
  return { disturbed: disturbed.size, undisturbed: tests.size, unexplained }
}

function keptIn(file: string): Kept[] {
  const capture = readCaptureFile(readFileSync(file))
  if (capture instanceof CaptureFileError) throw new Error(`${file}: ${capture}`)
  return capture.packets.map((packet) => {
    const name = capture.interfaces[packet.interface]!.name!
    const at = name.lastIndexOf(' | ')
    const ends = name.slice(at + 3).split(' > ')
    return { packet, test: name.slice(0, at), link: ends.toSorted().join(' ') }
  })
}

async function flagsIn(kept: readonly Kept[], scratch: string): Promise<string[]> {
  const apart = new Addresses()
  const records = kept.map(({ packet, test, link }, index): PacketRecord => {
    const bytes = apart.rewrite(packet.bytes, `${test} | ${link}`)
    const at = Number(packet.time! - kept[0]!.packet.time!)
    return {
      number: index + 1,
      at,
      arrives: null,
      link: 0,
      from: 'all',
      to: 'all',
      bytes,
      fate: 'under way',
      cause: null,
    }
  })
  writeFileSync(scratch, writePcapng(['all'], records))
  const fields = FLAGS.map((flag) => `tcp.analysis.${flag}`)
  const columns = ['frame.number', ...fields].flatMap((name) => ['-e', name])
  const args = ['-r', scratch, '-Y', fields.join(' || '), '-T', 'fields', '-E', 'separator=,', ...columns]
  const { stdout } = await promisify(execFile)('tshark', args, { maxBuffer: 2 ** 30 })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [number, ...values] = line.split(',')
      const { test, link } = kept[Number(number) - 1]!
      return `${test} | ${link}: ${FLAGS.filter((_, index) => values[index] !== '').join(', ')}`
    })
}

/** tshark takes packets between the same addresses and ports for one connection, from whichever link and test they are: each link gets addresses of its own. */
class Addresses {
  readonly #numbers = new Map<string, number>()

  rewrite(frame: Uint8Array, link: string): Uint8Array {
    const bytes = new Uint8Array(frame)
    const type = (bytes[12]! << 8) | bytes[13]!
    const [first, length] = type === 0x0800 ? [26, 4] : [22, 16]
    if ((type !== 0x0800 && type !== 0x86dd) || bytes.length < first + 2 * length) return bytes
    for (const at of [first, first + length]) this.#write(bytes, at, length, link)
    return bytes
  }

  #write(bytes: Uint8Array, at: number, length: number, link: string): void {
    const key = `${link} ${Buffer.from(bytes.subarray(at, at + length)).toString('hex')}`
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1
    this.#numbers.set(key, number)
    bytes.fill(0, at, at + length)
    bytes[at] = length === 4 ? 10 : 0xfd
    new DataView(bytes.buffer).setUint32(at + length - 4, length === 4 ? 0x0a000000 + number : number)
  }
}
