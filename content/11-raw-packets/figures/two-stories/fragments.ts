import { AF_PACKET, ETH_P_IP, SOCK_RAW, socket } from 'ackademy:sockets'
import { params } from './params.ts'

const UDP_HEADER = Buffer.from([0x13, 0x88, 0x23, 0x28, 0, 32, 0, 0])
const link = socket(AF_PACKET, SOCK_RAW, ETH_P_IP)
link.bind('eth0')

// From which block of eight bytes on, whether more follow, and the bytes.
send(0, true, 'open the')
if (params.vault === 'before') send(2, true, ' vault  ')
send(2, true, ' garden ')
if (params.vault === 'after') send(2, true, ' vault  ')
if (params.vault === 'across') send(2, true, ' vault  and safe')
send(3, false, 'gate    ')
link.close()

/** Sends one fragment in a frame of its own. To all, since nobody has asked for the server's Ethernet address yet. */
function send(block: number, more: boolean, text: string): void {
  const data = Buffer.concat([block === 0 ? UDP_HEADER : Buffer.alloc(0), Buffer.from(text)])
  const ethernet = Buffer.from([255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 9, 8, 0])
  const ip = Buffer.from([
    0x45,
    0,
    0,
    20 + data.length,
    0,
    77,
    more ? 0x20 : 0,
    block,
    64,
    17,
    0,
    0,
    10,
    0,
    9,
    1,
    10,
    0,
    9,
    2,
  ])
  ip.writeUInt16BE(checksum(ip), 10)
  link.send(Buffer.concat([ethernet, ip, data]))
}

/** The words' sum with its carries added back in, inverted (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += bytes.readUInt16BE(i)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
