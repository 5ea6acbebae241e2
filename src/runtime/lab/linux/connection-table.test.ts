import { expect, test } from 'vitest'
import { readMappings } from './connection-table.ts'

const UDP =
  'ipv4     2 udp      17 29 src=10.0.1.10 dst=203.0.113.10 sport=4000 dport=7 [UNREPLIED] src=203.0.113.10 dst=203.0.113.1 sport=7 dport=4000 mark=0 use=2'
const TCP =
  'ipv4     2 tcp      6 431999 ESTABLISHED src=10.0.1.10 dst=203.0.113.10 sport=40000 dport=80 src=203.0.113.10 dst=203.0.113.1 sport=80 dport=1024 [ASSURED] mark=0 use=1'
const PING =
  'ipv4     2 icmp     1 9 src=10.0.1.10 dst=203.0.113.10 type=8 code=0 id=77 src=203.0.113.10 dst=203.0.113.1 type=0 code=0 id=77 mark=0 use=2'
const ITS_OWN =
  'ipv4     2 udp      17 29 src=203.0.113.1 dst=203.0.113.10 sport=53 dport=53 [UNREPLIED] src=203.0.113.10 dst=203.0.113.1 sport=53 dport=53 mark=0 use=2'
const LOCAL = 'ipv6     10 unknown  2 9 src=::1 dst=ff02::16 [UNREPLIED] src=ff02::16 dst=::1 mark=0 use=1'

test('who is seen how, by whom, and for how long yet', () => {
  const remote = { address: '203.0.113.10', port: 7 }
  expect(readMappings(`${UDP}\n${TCP}\n${PING}\n`)).toEqual([
    {
      proto: 'udp',
      remote,
      expiresMs: 29_000,
      inside: { address: '10.0.1.10', port: 4000 },
      outside: { address: '203.0.113.1', port: 4000 },
    },
    {
      proto: 'tcp',
      remote: { ...remote, port: 80 },
      expiresMs: 431_999_000,
      inside: { address: '10.0.1.10', port: 40_000 },
      outside: { address: '203.0.113.1', port: 1024 },
    },
    {
      proto: 'icmp',
      remote: { ...remote, port: 0 },
      expiresMs: 9000,
      inside: { address: '10.0.1.10', port: 77 },
      outside: { address: '203.0.113.1', port: 77 },
    },
  ])
})

test('what goes by its own address, or under another protocol, is no mapping', () => {
  expect(readMappings(`${ITS_OWN}\n${LOCAL}\n`)).toEqual([])
})
