// The bug is called IP fragmentation: a datagram larger than a packet is cut into pieces, and one dropped piece loses all of it.

import dgram from 'node:dgram'
import { once } from 'node:events'

const MAX_BYTES = 1_200 // fits every path in one packet

/** Reports all counters, and resolves when the kernel has taken them. */
export async function report(host: string, port: number, counters: [name: string, value: number][]): Promise<void> {
  const socket = dgram.createSocket('udp4')
  try {
    socket.connect(port, host)
    await once(socket, 'connect')
    for (const text of pack(counters.map(([name, value]) => `${name}:${value}|c`))) await send(socket, text)
  } finally {
    socket.close()
  }
}

/** Datagrams of whole lines, each as full as it can be; at least one. */
function pack(lines: string[]): string[] {
  const datagrams = [lines[0] ?? '']
  for (const line of lines.slice(1)) {
    const longer = `${datagrams.at(-1)}\n${line}`
    if (Buffer.byteLength(longer) <= MAX_BYTES) datagrams[datagrams.length - 1] = longer
    else datagrams.push(line)
  }
  return datagrams
}

function send(socket: dgram.Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(text, (error) => (error ? reject(error) : resolve()))
  })
}
