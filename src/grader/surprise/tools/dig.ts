import { isLabError } from '#lab'
import {
  DNS_PORT,
  DnsCode,
  type DnsMessage,
  type DnsRecord,
  DnsType,
  dnsFlags,
  dnsLabels,
  dnsQuery,
  dnsTypeName,
  emitDns,
  ParseError,
  parseDns,
} from '#network'
import {
  errnoWords,
  hostOf,
  isIpv4,
  LIKE_IPV4,
  optionsOf,
  type Shell,
  type Tool,
  ToolError,
  UsageError,
} from './tool.ts'

const TRIES = 2
const CODES = Object.fromEntries(Object.entries(DnsCode).map(([name, code]) => [code, name]))

/** Asks a server over UDP, as dig does: twice, 5 s each. Null if no answer came. */
async function ask(shell: Shell, server: string, name: string, type: number): Promise<DnsMessage | null> {
  const socket = await hostOf(shell).udp()
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const id = (0x4000 + socket.local.port + attempt) & 0xffff
      await send(socket, emitDns(dnsQuery(id, { name, type, class: 1 })), server)
      const answer = await answerTo(socket, id)
      if (answer) return answer
    }
    return null
  } finally {
    await socket.close()
  }
}

type Socket = Awaited<ReturnType<ReturnType<typeof hostOf>['udp']>>

async function send(socket: Socket, query: Uint8Array, server: string): Promise<void> {
  try {
    await socket.send(query, { address: server, port: DNS_PORT })
  } catch (error) {
    if (isLabError(error)) throw new ToolError(`;; UDP setup with ${server}#53 failed: ${errnoWords(error.seen)}`)
    throw error
  }
}

async function answerTo(socket: Socket, id: number) {
  try {
    for (;;) {
      const message = parseDns((await socket.receive({ within: '5s' })).data)
      if (!(message instanceof ParseError) && message.isResponse && message.id === id) return message
    }
  } catch (error) {
    if (isLabError(error)) return null
    throw error
  }
}

/** The IPv4 address of a target: an address, a node of the world, or a name that the nameserver knows. */
export async function addressOf(shell: Shell, command: string, target: string): Promise<string> {
  if (isIpv4(target)) return target
  if (LIKE_IPV4.test(target)) throw new ToolError(`${command}: ${target}: Name or service not known`)
  if (!target.includes('.')) {
    try {
      return shell.lab.host(target).address()
    } catch (error) {
      if (isLabError(error)) throw new ToolError(`${command}: ${target}: Name or service not known`)
      throw error
    }
  }
  if (dnsLabels(target) === null) throw new ToolError(`${command}: ${target}: Name or service not known`)
  const answer = shell.nameserver === null ? null : await ask(shell, shell.nameserver, target, DnsType.A)
  const record = answer?.answers.find(({ type }) => type === DnsType.A)
  if (record) return dataText(record)
  const why = answer === null ? 'Temporary failure in name resolution' : 'Name or service not known'
  throw new ToolError(`${command}: ${target}: ${why}`)
}

const dataText = ({ data }: DnsRecord): string =>
  Object.values(data)
    .map((value) => (value instanceof Uint8Array ? `\\# ${value.length}` : String(value)))
    .join(' ')

export const dig: Tool = {
  usage: 'dig [@SERVER] NAME [TYPE]',
  about: 'asks a DNS server for the records of a name',
  async run(shell, args) {
    const { rest } = optionsOf(args, [])
    const at = rest.find((word) => word.startsWith('@'))?.slice(1)
    const [name, typeName = 'A'] = rest.filter((word) => !word.startsWith('@'))
    if (name === undefined) throw new UsageError('dig: which name?')
    if (dnsLabels(name) === null) throw new ToolError(`dig: '${name}' is not a legal name`)
    const type = (DnsType as Readonly<Record<string, number>>)[typeName.toUpperCase()]
    if (type === undefined) throw new UsageError(`dig: unknown type ${typeName}`)
    const server = at === undefined ? shell.nameserver : await addressOf(shell, 'dig', at)
    if (server === null) throw new UsageError('dig: this host has no nameserver: name one with @SERVER')
    const answer = await ask(shell, server, name, type)
    if (answer === null) return `;; communications error to ${server}#53: timed out\n;; no servers could be reached\n`
    return messageText(answer, server)
  },
}

function messageText(message: DnsMessage, server: string): string {
  const section = (title: string, records: readonly DnsRecord[]) =>
    records.length === 0 ? [] : [`;; ${title} SECTION:`, ...records.map(recordText), '']
  return [
    `;; ->>HEADER<<- opcode: QUERY, status: ${CODES[message.code] ?? message.code}, id: ${message.id}`,
    `;; flags: ${dnsFlags(message).join(' ')}; QUERY: ${message.questions.length}, ANSWER: ${message.answers.length}`,
    '',
    ...section('ANSWER', message.answers),
    ...section('AUTHORITY', message.authorities),
    `;; SERVER: ${server}#53(${server}) (UDP)`,
    '',
  ].join('\n')
}

const recordText = (record: DnsRecord): string =>
  `${record.name}.\t${record.ttl}\tIN\t${dnsTypeName(record.type)}\t${dataText(record)}`
