import { formatIpAddress, type SocketRow } from '#network'
import { TCP_STATES } from './tcp-info.ts'

/**
 * /proc/net/tcp and its like: `sl local_address rem_address st tx_queue:rx_queue tr:tm retrnsmt uid timeout inode …`, addresses in
 * hexadecimal words of the machine's byte order.
 */
export function readSocketTable(file: string, text: string): SocketRow[] {
  const proto = file.replace('6', '') as SocketRow['proto']
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, local = '', remote = '', state = '', queues = '', , , , , inode = '0'] = line.trim().split(/\s+/)
      const [sendQ = '0', recvQ = '0'] = queues.split(':')
      const remoteEndpoint = readEndpoint(remote)
      return {
        proto,
        state:
          proto === 'tcp'
            ? (TCP_STATES[Number.parseInt(state, 16)] ?? 'CLOSED')
            : state === '01'
              ? 'ESTABLISHED'
              : 'UNCONN',
        local: readEndpoint(local),
        ...(remoteEndpoint.port === 0 ? {} : { remote: remoteEndpoint }),
        recvQ: Number.parseInt(recvQ, 16),
        sendQ: Number.parseInt(sendQ, 16),
        inode: Number(inode),
      } satisfies SocketRow
    })
}

/** /proc/net/packet: `sk RefCnt Type Proto Iface R Rmem User Inode`, the protocol in hexadecimal. `nameOf`: of an interface, by its number. */
export function readPacketTable(text: string, nameOf: (index: number) => string | undefined): SocketRow[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, , , protocol = '0', index = '0', , memory = '0', , inode = '0'] = line.trim().split(/\s+/)
      return {
        proto: 'packet',
        state: 'UNCONN',
        recvQ: Number(memory),
        sendQ: 0,
        inode: Number(inode),
        local: { address: nameOf(Number(index)) ?? '*', port: Number.parseInt(protocol, 16) },
      } satisfies SocketRow
    })
}

function readEndpoint(text: string): { address: string; port: number } {
  const [hex = '', port = '0'] = text.split(':')
  const bytes = new Uint8Array(hex.length / 2)
  for (let word = 0; word < bytes.length; word += 4)
    for (let byte = 0; byte < 4; byte++)
      bytes[word + byte] = Number.parseInt(hex.slice((word + 3 - byte) * 2, (word + 4 - byte) * 2), 16)
  return { address: formatIpAddress(bytes), port: Number.parseInt(port, 16) }
}
