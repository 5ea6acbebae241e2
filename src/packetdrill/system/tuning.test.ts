import { expect, test } from 'vitest'
import { readCommands } from './tuning.ts'

const noFile = () => {
  throw new Error('no file was to be read')
}
const read = (text: string) => readCommands(text, noFile)

test('kernel parameters become settings, in the units of those', () => {
  expect(read('sysctl -q net.ipv4.tcp_sack=0 net.ipv4.tcp_fin_timeout=30').tcp).toEqual({
    sack: false,
    finTimeout: 30_000_000_000,
  })
  expect(
    read('./set_sysctls.py /proc/sys/net/ipv4/tcp_timestamps=0 \\\n /proc/sys/net/ipv4/tcp_rto_max_ms=1000').tcp,
  ).toEqual({
    timestamps: false,
    timeoutMaximum: 1_000_000_000,
  })
})

test('quotes, products, comments and redirections are read as a shell does', () => {
  const { tcp } = read('sysctl -q net.ipv4.tcp_rmem="4096 540000 $((15*1024*1024))" > /dev/null 2>&1 # sizes')
  expect(tcp).toEqual({ receiveBuffer: 540_000, receiveBufferMaximum: 15_728_640 })
})

test('a shell script beside it is read for its commands', () => {
  const files: Record<string, string> = { './defaults.sh': '#!/bin/bash\n# standard\nsysctl -q net.ipv4.tcp_ecn=1\n' }
  expect(readCommands('./defaults.sh\nip link set dev tun0 mtu 9000', (path) => files[path]!)).toEqual({
    tcp: { ecn: 1 },
    mtu: 9000,
  })
})

test('what belongs to extensions that are off changes nothing', () => {
  expect(read('sysctl -q net.ipv4.tcp_ecn_option=0 net.ipv4.tcp_mtu_probing=0').tcp).toEqual({})
})

test.each([
  ['sysctl -q net.ipv4.tcp_mtu_probing=1', 'needs path MTU discovery without ICMP'],
  ['sysctl -q net.ipv4.tcp_ecn=3', 'needs Accurate ECN (RFC 9768)'],
  ['sysctl -q net.ipv4.tcp_congestion_control=bbr', 'needs the congestion control bbr'],
  ['sysctl -q net.ipv4.tcp_unheard_of=1', 'needs the kernel parameter net.ipv4.tcp_unheard_of'],
  ['tc qdisc replace dev tun0 root fq', 'needs pacing (the fq queue)'],
  ['rm -rf /', 'needs a shell to run "rm -rf /"'],
])('what cannot be understood is refused by name: %s', (command, message) => {
  expect(() => read(command)).toThrow(message)
})
