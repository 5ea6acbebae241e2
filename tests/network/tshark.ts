/** Wireshark's own reading of a capture, to hold ours against. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One occurrence of a field in a packet. */
export interface TsharkField {
  readonly text: string
  /** Bytes of the frame, where tshark says which. */
  readonly offset?: number
  readonly length?: number
  /** Which bits of those bytes, the field's lowest bit being bit 0; 0 for all. */
  readonly mask?: number
}

/** All occurrences of every field, by name. */
export type TsharkPacket = Map<string, TsharkField[]>

/** Checksums are off by default, and a payload on a well-known port would be taken for that protocol. */
const OPTIONS = [
  ...['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE'],
  ...['-d', 'udp.port==0-65535,data', '-d', 'tcp.port==0-65535,data'],
]

/** Every packet of a capture file as tshark reads it. */
export function readWithTshark(
  pcapng: Uint8Array,
  preferences: readonly string[] = [],
  options: readonly string[] = OPTIONS,
): TsharkPacket[] {
  return inFile(pcapng, (file) => {
    const more = preferences.flatMap((preference) => ['-o', preference])
    // Read twice, tshark knows of each fragment where its datagram is complete.
    const args = ['-2', '-r', file, ...options, ...more, '-T', 'json', '-x', '--no-duplicate-keys']
    const json = execFileSync('tshark', args, {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const packets = JSON.parse(json) as { _source: { layers: unknown } }[]
    return packets.map(({ _source }) => collect(_source.layers, new Map()))
  })
}

/** `"ip.ttl": "64", "ip.ttl_raw": ["40", 22, 1, 0, 4]`, at any depth; what occurs more than once is a list of these. */
function collect(node: unknown, packet: TsharkPacket): TsharkPacket {
  if (Array.isArray(node)) for (const one of node) collect(one, packet)
  else if (typeof node === 'object' && node !== null) {
    const entries = node as Record<string, unknown>
    for (const [name, value] of Object.entries(entries)) {
      const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
      const isRaw = Array.isArray(value) && (typeof value[1] === 'number' || Array.isArray(value[0]))
      if (texts.length > 0 && !isRaw) addField(packet, name, texts, rawPlaces(entries[`${name}_raw`]))
      if (!isRaw) collect(value, packet)
    }
  }
  return packet
}

function addField(packet: TsharkPacket, name: string, texts: string[], places: (readonly number[])[]): void {
  const fields = packet.get(name) ?? []
  packet.set(name, fields)
  for (const [index, text] of texts.entries()) {
    const place = places[index]
    fields.push(place === undefined ? { text } : { text, offset: place[0]!, length: place[1]!, mask: place[2]! })
  }
}

/** Offset, length and mask of each occurrence. */
function rawPlaces(raw: unknown): (readonly number[])[] {
  if (!Array.isArray(raw)) return []
  const all = (Array.isArray(raw[0]) ? raw : [raw]) as [string, number, number, number, number][]
  return all
    .filter(([, offset]) => typeof offset === 'number')
    .map(([, offset, length, mask]) => [offset, length, mask])
}

/** Numbers of the packets of a capture file that each display filter matches. */
export function matchesWithTshark(pcapng: Uint8Array, filters: readonly string[]): number[][] {
  return inFile(pcapng, (file) => {
    const script = `${file}.lua`
    writeFileSync(script, LISTENERS(filters))
    const args = ['-2', '-q', '-X', `lua_script:${script}`, '-r', file, ...OPTIONS]
    const printed = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    const rows = printed.matchAll(/^filter (\d+):(.*)$/gm)
    const byFilter = new Map([...rows].map(([, index, list]) => [Number(index), list!.trim()]))
    return filters.map((filter, index) => {
      const list = byFilter.get(index)
      if (list === undefined) throw new Error(`tshark did not take the filter ${filter}:\n${printed}`)
      return list === '' ? [] : list.split(' ').map(Number)
    })
  })
}

/** One listener a filter that notes the packets it hears of. */
const LISTENERS = (filters: readonly string[]) => `
local function listen(index, filter)
  local listener = Listener.new("frame", filter)
  local numbers = {}
  function listener.packet(packet) numbers[#numbers + 1] = packet.number end
  function listener.draw() print("filter " .. index .. ": " .. table.concat(numbers, " ")) end
end
${filters.map((filter, index) => `listen(${index}, [==[${filter}]==])`).join('\n')}
`

/** Gives the bytes to a program that wants a file. */
function inFile<Result>(bytes: Uint8Array, use: (file: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-tshark-'))
  try {
    const file = join(folder, 'capture.pcapng')
    writeFileSync(file, bytes)
    return use(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The values of some fields in every packet: a field that occurs more than once has its values with commas between, one that does not has none. */
export function fieldsWithTshark(
  pcapng: Uint8Array,
  names: readonly string[],
  options: readonly string[] = OPTIONS,
): Map<string, string>[] {
  return inFile(pcapng, (file) => {
    const wanted = names.flatMap((name) => ['-e', name])
    const args = ['-r', file, ...options, '-T', 'fields', '-E', 'separator=|', ...wanted]
    const table = execFileSync('tshark', args, {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const rows = table.split('\n').slice(0, -1)
    return rows.map((row) => new Map(row.split('|').flatMap((text, i) => (text === '' ? [] : [[names[i]!, text]]))))
  })
}
