import dgram from 'node:dgram'

const PORT = Number(process.env.PORT ?? 53)
const HEADER = 12 // bytes
const [NOTIMP, REFUSED] = [4, 5]

interface Question {
  name: string
  type: number
  class: number
  end: number // where the message continues
}

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (query, client) => {
  try {
    const reply = replyTo(query)
    if (reply) udp.send(reply, client.port, client.address)
  } catch (error) {
    console.log(client.address, String(error))
  }
})
udp.bind(PORT, () => console.log('listening on UDP port', PORT))

/** Returns the reply to a query; null if there must be none. Throws RangeError for a message that can't be read. */
function replyTo(query: Buffer): Buffer | null {
  if (query.length < HEADER) return null
  const flags = query.readUInt16BE(2)
  if (flags & 0x8000) return null // a reply: two servers would answer each other
  if (flags & 0x7800) return message(query, NOTIMP)
  const question = readQuestion(query)
  console.log(question.name, 'type', question.type)
  return message(query, REFUSED, question)
}

function message(query: Buffer, rcode: number, question?: Question): Buffer {
  const header = Buffer.alloc(HEADER)
  header.writeUInt16BE(query.readUInt16BE(0), 0) // id
  header.writeUInt16BE(0x8000 | (query.readUInt16BE(2) & 0x7900) | rcode, 2) // QR, their opcode and RD
  if (!question) return header
  header.writeUInt16BE(1, 4)
  return Buffer.concat([header, query.subarray(HEADER, question.end)])
}

function readQuestion(query: Buffer): Question {
  if (query.readUInt16BE(4) !== 1) throw new RangeError('not one question')
  const { name, next } = readName(query, HEADER)
  return { name, type: query.readUInt16BE(next), class: query.readUInt16BE(next + 2), end: next + 4 }
}

/** Reads a name in lower case; `next` is where the message continues. */
function readName(bytes: Buffer, offset: number): { name: string; next: number } {
  const labels: string[] = []
  let size = 1 // of the name, with the zero
  let next: number | undefined
  let start = offset // of the piece that is being read
  for (let at = offset; ; ) {
    const length = bytes.readUInt8(at)
    if (length === 0) return { name: labels.join('.'), next: next ?? at + 1 }
    if (length >= 0xc0) {
      const target = bytes.readUInt16BE(at) & 0x3fff
      if (target >= start) throw new RangeError(`the pointer at byte ${at} doesn't lead back`)
      next ??= at + 2
      at = start = target
      continue
    }
    size += 1 + length
    if (length > 63 || size > 255 || at + 1 + length > bytes.length) throw new RangeError(`no label at byte ${at}`)
    labels.push(labelText(bytes.subarray(at + 1, at + 1 + length)))
    at += 1 + length
  }
}

/** A dot inside a label isn't a border between two. */
function labelText(label: Buffer): string {
  const text = label.toString('latin1').replace(/[.\\]/g, '\\$&')
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
