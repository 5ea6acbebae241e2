import { describe, expect, test } from 'vitest'
import { CaptureAnalysis, type Dissection, SECOND, type SimulatedNetwork, type TcpSocket, writePcapng } from '#network'
import { missing } from '../support/requirements.ts'
import { fieldsWithTshark } from './tshark.ts'
import { lan } from './worlds.ts'

const noTshark = missing('tshark')

const NAMES = [
  ...['http.request.method', 'http.request.uri', 'http.request.version', 'http.response.version'],
  ...['http.response.code', 'http.response.phrase', 'http.host', 'http.content_type', 'http.content_length_header'],
  ...['http.transfer_encoding', 'http.user_agent', 'http.location', 'http.chunk_size'],
  ...['http.file_data', 'http.content_length', 'http.request.uri.path', 'http.request.uri.query'],
  ...['http.request.uri.query.parameter', 'http.request.full_uri', 'http.response_for.uri', 'http.request_number'],
  ...['http.response_number', 'http.response_in', 'http.request_in', 'http.time', 'tcp.completeness'],
]
const ANSWERS = [
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`,
  'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n${'y'.repeat(2000)}\r\n3\r\nend\r\n0\r\n\r\n`,
  'HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n',
]

/** Without a length: they end with their connection (RFC 9112 §6.3). */
const ENDED_BY_CLOSE = [
  `HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n${'z'.repeat(5000)}`,
  'HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n',
]

/** A connection to the server's port 80: the client's socket, and the server's. */
function connection(network: SimulatedNetwork): [TcpSocket, TcpSocket] {
  const listener = network.host('server').tcp.socket(4)
  listener.bind('0.0.0.0', 80)
  listener.listen(1)
  const sender = network.host('client').tcp.socket(4)
  sender.connect('10.0.0.2', 80)
  wait(network, 2)
  const accepted = listener.accept()
  if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`)
  listener.close()
  return [sender, accepted]
}

function wait(network: SimulatedNetwork, seconds: number): void {
  network.clock.runUntil(network.clock.now + seconds * SECOND)
}

/** A client that asks again and again on one connection, each request in two pieces. */
function browse(network: SimulatedNetwork): void {
  const [sender, accepted] = connection(network)
  for (const [index, answer] of ANSWERS.entries()) {
    sender.send(Buffer.from(`GET /page/${index}${'?a=1&b'.slice(0, 6 * (index & 1))} HTTP/1.1\r\nHost: a.test\r\n`))
    wait(network, 1)
    sender.send(Buffer.from('User-Agent: Ackademy\r\n\r\n'))
    wait(network, 1)
    accepted.receive(65_536)
    accepted.send(Buffer.from(answer))
    wait(network, 5)
    sender.receive(65_536)
  }
}

/** A client that asks each time on a new connection, which the server closes: at once, or a second after it answered. */
function browseOnce(network: SimulatedNetwork): void {
  for (const answer of ENDED_BY_CLOSE) {
    for (const pause of [0, 1]) {
      const [sender, accepted] = connection(network)
      sender.send(Buffer.from('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n'))
      wait(network, 1)
      accepted.receive(65_536)
      accepted.send(Buffer.from(answer))
      wait(network, pause)
      accepted.close()
      wait(network, 5)
      sender.close()
      wait(network, 1)
    }
  }
}

/** The packets on the client's link, all fields of HTTP in each: ours, and Wireshark's. */
function read(network: SimulatedNetwork) {
  const records = network.recorder.packets
    .filter(({ link }) => link === 0)
    .map((record, index) => ({ ...record, number: index + 1 }))
  const options = ['-2', '-o', 'tcp.reassemble_out_of_order:TRUE']
  const theirs = fieldsWithTshark(writePcapng(network.endpoints, records), NAMES, options)
  const analysis = new CaptureAnalysis()
  for (const record of records) analysis.add(record)
  const ours = records.map((record) => analysis.dissect(record))
  return {
    messages: ours.filter(({ protocol }) => protocol === 'HTTP').length,
    ours: ours.map((packet) => NAMES.map((name) => texts(packet, name))),
    theirs: theirs.map((packet) => NAMES.map((name) => packet.get(name) ?? '')),
  }
}

describe.skipIf(noTshark)('HTTP/1.1 over simulated TCP', { timeout: 60_000 }, () => {
  test.each([0, 0.05])(
    'each message is in the packet where Wireshark shows it, with the same fields; %f lost',
    (loss) => {
      const network = lan(4, { loss })
      browse(network)
      const { messages, ours, theirs } = read(network)
      expect(messages).toBe(2 * ANSWERS.length)
      expect(ours).toEqual(theirs)
    },
  )

  test('a response that ends with its connection is in the packet of the FIN, as Wireshark shows it', () => {
    const network = lan(4)
    browseOnce(network)
    const { messages, ours, theirs } = read(network)
    expect(messages).toBe(4 * ENDED_BY_CLOSE.length)
    expect(ours).toEqual(theirs)
  })
})

function texts({ layers }: Dissection, name: string): string {
  const fields = layers.flatMap((layer) => layer.fields.filter((field) => field.name === name))
  return fields.map(({ value, text }) => (typeof value === 'string' ? value : text.split(' ')[0])).join(',')
}
