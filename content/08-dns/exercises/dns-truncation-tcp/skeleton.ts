import type { Socket } from 'node:net'

interface Query {
  udpSize: number | null
}
interface Reply {
  id: number
}
declare const patienceMs: number
declare function recordsFor(query: Query): Buffer[]
declare function writeReply(query: Query, records: Buffer[], isCut: boolean): Buffer
declare function readReply(message: Buffer): Reply | null

/** The server's cut. */
export function replyWithin(query: Query, limit: number): Buffer {
  const records = recordsFor(query)
  const sent: Buffer[] = []
  let room = limit - writeReply(query, [], false).length
  for (const record of records) {
    room -= record.length
    // … and when there is no room?
    sent.push(record)
  }
  return writeReply(query, sent, false) // … is something missing?
}

/** The client's step over TCP, for a connection that has been opened. */
export function replyOver(socket: Socket, id: number): Promise<Reply> {
  const reply = new Promise<Reply>((done, fail) => {
    let received: Buffer = Buffer.alloc(0)
    const timer = setTimeout(() => fail(new Error('no reply over TCP')), patienceMs)
    socket.on('error', fail)
    socket.on('close', () => clearTimeout(timer)) // … and the promise?
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      // … is the message complete? readUInt16BE(0) is its length
      const read = readReply(received.subarray(2))
      if (read?.id === id) done(read)
      else fail(new Error('a reply to another query'))
    })
  })
  return reply.finally(() => socket.destroy())
}
