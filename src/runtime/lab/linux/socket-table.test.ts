import { expect, test } from 'vitest'
import { readPacketTable, readSocketTable } from './socket-table.ts'

test('a listening and a connected TCP socket', () => {
  const text = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:2328 00000000:0000 0A 00000000:00000002 00:00000000 00000000  2001        0 1234 1 ffff 100 0 0 10 0
   1: 0209000A:2328 0109000A:8D3E 01 00000010:0000000A 01:00000014 00000000     0        0 5678 2 ffff 20 4 30 10 -1
`
  expect(readSocketTable('tcp', text)).toEqual([
    {
      proto: 'tcp',
      state: 'LISTEN',
      local: { address: '0.0.0.0', port: 9000 },
      recvQ: 2,
      sendQ: 0,
      inode: 1234,
    },
    {
      proto: 'tcp',
      state: 'ESTABLISHED',
      local: { address: '10.0.9.2', port: 9000 },
      remote: { address: '10.0.9.1', port: 36158 },
      recvQ: 10,
      sendQ: 16,
      inode: 5678,
    },
  ])
})

test('a datagram socket of family 6: words of the machine’s byte order', () => {
  const text = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
  12: B80D0120000000000000000001000000:14B4 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 42 2 ffff 0
`
  expect(readSocketTable('udp6', text)).toEqual([
    { proto: 'udp', state: 'UNCONN', local: { address: '2001:db8::1', port: 5300 }, recvQ: 0, sendQ: 0, inode: 42 },
  ])
})

test('an empty table', () => {
  expect(readSocketTable('raw', '  sl  local_address rem_address\n')).toEqual([])
})

test('packet sockets have an interface for an address, and an EtherType for a port', () => {
  const text = `sk               RefCnt Type Proto  Iface R Rmem   User   Inode
0000000000000000 3      3    0003   2     1 768    0      4711
0000000000000000 3      3    88cc   0     1 0      0      4712
`
  expect(readPacketTable(text, (index) => (index === 2 ? 'eth0' : undefined))).toEqual([
    { proto: 'packet', state: 'UNCONN', local: { address: 'eth0', port: 3 }, recvQ: 768, sendQ: 0, inode: 4711 },
    { proto: 'packet', state: 'UNCONN', local: { address: '*', port: 0x88cc }, recvQ: 0, sendQ: 0, inode: 4712 },
  ])
})
