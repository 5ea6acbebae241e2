/**
 * A name server that a test puts on trial: `suspect.ts NUMBER`. The numbers are in `setup.ts`; 0 to 9 are right, the others break one line of
 * the promise each. The zone's names are written out where they are needed.
 */
import dgram from 'node:dgram'
import { params } from './params.ts'
import * as wire from './replies.ts'
import { A, NS, type Question, type Reply, SOA, TXT } from './replies.ts'

const TTL = 3600
const LATEST_MS = params.lateMs - 10
const [NXDOMAIN, REFUSED, BADVERS] = [3, 5, 16]
const NAMES = ['', 'ns1.', 'web.', 'a.deep.', 'deep.', 'many.', 'wild.', '*.wild.', 'tame.wild.'].map(
  (at) => at + wire.ORIGIN,
)
const EMPTY = ['deep.lab.test', 'wild.lab.test']
const BELOW_WILD = /\.wild\.lab\.test$/
const BELOW_EXISTING = /\.(tame|\*)\.wild\.lab\.test$/

const kind = Number(process.argv[2])
/** `setup.ts` has these numbers, too. */
const is = {
  slow: kind === 1,
  reversed: kind === 2,
  withoutPointers: kind === 3,
  talkative: kind === 4,
  sparse: kind === 5,
  withoutAa: kind === 10,
  nameError: kind === 11,
  withoutSoa: kind === 12,
  soaTtl: kind === 13,
  onlyOwners: kind === 14,
  wildBelow: kind === 15,
  caseSensitive: kind === 16,
  lowercasing: kind === 17,
  shortPointers: kind === 18,
  withoutTc: kind === 19,
  withoutOpt: kind === 20,
  anyVersion: kind === 21,
  deafToOpt: kind === 22,
  answersReplies: kind === 23,
}

const socket = dgram.createSocket('udp4')
let arrived = 0

socket.on('message', (message, { port, address }) => {
  const query = wire.readQuestion(message)
  if (!query || (query.flags & 0x8000 && !is.answersReplies) || (query.edns && is.deafToOpt)) return
  const id = message.subarray(0, 2)
  const bytes = wire.encodeReply(id, query, reply(query))
  const afterMs = is.slow ? LATEST_MS : is.reversed ? Math.max(LATEST_MS - 30 * arrived++, 0) : 0
  setTimeout(() => socket.send(bytes, port, address), afterMs)
})
socket.bind(params.port)

function reply(query: Question): Reply {
  const name = is.caseSensitive ? query.name : wire.lowerCase(query.name)
  const question = is.lowercasing ? Buffer.concat([wire.nameBytes(name), query.bytes.subarray(-4)]) : query.bytes
  const opt = !query.edns || is.withoutOpt ? 'none' : is.talkative ? 'first' : 'last'
  const common: Reply = {
    ...{ question, opt, rcode: 0, isTruncated: false, isAuthoritative: !is.withoutAa },
    ...{ answers: [], authorities: [], additionals: [] },
  }
  if (query.edns?.version && !is.anyVersion) return { ...common, rcode: BADVERS, isAuthoritative: is.talkative }
  if (name !== wire.ORIGIN && !name.endsWith(`.${wire.ORIGIN}`))
    return { ...common, rcode: REFUSED, isAuthoritative: false }
  const data = dataOf(name, query.type)
  if (data?.length) return { ...common, ...sections(query, data) }
  const hidesType = is.nameError && !EMPTY.includes(name)
  const rcode = data === null || hidesType ? NXDOMAIN : 0
  return { ...common, rcode, authorities: is.withoutSoa ? [] : [soaOf(query)] }
}

/** The data of the records of a name and type; null if there's no such name. */
function dataOf(name: string, type: number): Buffer[] | null {
  const isThere = NAMES.includes(name) && !(is.onlyOwners && EMPTY.includes(name))
  const isWild = !isThere && BELOW_WILD.test(name) && (is.wildBelow || !BELOW_EXISTING.test(name))
  if (!isThere && !isWild) return null
  switch (`${isWild ? '*.wild.lab.test' : name} ${type}`) {
    case `lab.test ${SOA}`:
      return [soaData(null)]
    case `lab.test ${NS}`:
      return [wire.nameBytes('ns1.lab.test')]
    case `ns1.lab.test ${A}`:
      return [Buffer.of(10, 0, 9, 2)]
    case `web.lab.test ${A}`:
      return [Buffer.of(192, 0, 2, 10), Buffer.of(192, 0, 2, 11)]
    case `web.lab.test ${TXT}`:
      return [wire.labelBytes('the front door')]
    case `a.deep.lab.test ${A}`:
      return [Buffer.of(192, 0, 2, 30)]
    case `*.wild.lab.test ${A}`:
      return [Buffer.of(192, 0, 2, 200)]
    case `tame.wild.lab.test ${TXT}`:
      return [wire.labelBytes('not wild')]
    case `many.lab.test ${TXT}`:
      return Array.from({ length: 12 }, (_, n) =>
        wire.labelBytes(`mail provider ${String(n + 1).padStart(2, '0')} is allowed too`),
      )
    default:
      return []
  }
}

/** The sections of an answer, with as many records as fit. */
function sections(
  query: Question,
  data: Buffer[],
): Pick<Reply, 'answers' | 'authorities' | 'additionals' | 'isTruncated'> {
  const ownName = is.sparse ? wire.lowerCase(query.name) : query.name
  // A long name twice would be too much for 512 bytes, where a pointer isn't.
  const isWrittenOut = (is.withoutPointers || is.sparse) && query.bytes.length < 200
  const owner = isWrittenOut ? wire.nameBytes(ownName) : wire.pointer(wire.HEADER)
  const records = data.map((one) => wire.record(owner, query.type, TTL, one))
  if (is.talkative) records.reverse()
  const most = query.edns ? Math.min(Math.max(query.edns.size, 512), 1232) : 512
  const room = most - wire.HEADER - query.bytes.length - (query.edns ? 11 : 0)
  const length = records[0]?.length ?? 1 // of each: all have one type and one length
  const answers = records.slice(0, Math.floor(room / length))
  const isCut = answers.length < records.length
  const extra = [wire.record(wire.nameBytes(wire.ORIGIN), NS, TTL, wire.nameBytes('ns1.lab.test'))]
  const address = [wire.record(wire.nameBytes('ns1.lab.test'), A, TTL, Buffer.of(10, 0, 9, 2))]
  const says = is.talkative && room - answers.length * length > 64
  return {
    answers: isCut && is.sparse ? [] : answers,
    authorities: says ? extra : [],
    additionals: says ? address : [],
    isTruncated: isCut && !is.withoutTc,
  }
}

/** The SOA of a "no", whose data points to its owner. */
function soaOf(query: Question): Buffer {
  const at = wire.HEADER + query.bytes.length
  const ttl = is.soaTtl ? TTL : Math.min(TTL, params.negativeTtl)
  return wire.record(wire.nameBytes(wire.ORIGIN), SOA, ttl, soaData(is.withoutPointers ? null : at))
}

function soaData(origin: number | null): Buffer {
  const shared = origin === null ? wire.nameBytes(wire.ORIGIN) : wire.pointer(is.shortPointers ? origin & 0xff : origin)
  const numbers = [2026010100, 7200, 900, 1209600, params.negativeTtl].flatMap((n) => [n >>> 16, n & 0xffff])
  return Buffer.concat([wire.labelBytes('ns1'), shared, wire.labelBytes('admin'), shared, ...numbers.map(wire.u16)])
}
