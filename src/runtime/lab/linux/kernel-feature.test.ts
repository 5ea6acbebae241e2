import { expect, test } from 'vitest'
import { KernelFeatureError, withKernelFeatures } from './kernel-feature.ts'

const failing = (message: string) => () =>
  withKernelFeatures(() => {
    throw new Error(message)
  })

test.each([
  [
    'ip -batch -: Error: Unknown device type.\nlink add w0 type veth',
    /no pairs of interfaces \(CONFIG_VETH\).*modprobe veth/,
  ],
  ['unshare: EINVAL', /no network namespaces/],
  ['AF_PACKET socket: EAFNOSUPPORT', /no packet sockets.*modprobe af_packet/],
  ['r1: no multicast routing: ENOPROTOOPT', /no multicast routing \(CONFIG_IP_MROUTE\)/],
  [
    'net.ipv4.tcp_congestion_control cannot be cubic: EPERM: operation not permitted, write',
    /no congestion control of that name for namespaces .*: sysctl -w net\.ipv4\.tcp_allowed_congestion_control="reno cubic"/,
  ],
  [
    'net.ipv4.tcp_congestion_control cannot be reno: ENOENT: no such file or directory, write',
    /such congestion control/,
  ],
])('%j is the kernel: what it lacks, how to get it, and what goes without', (message, sentence) => {
  expect(failing(message)).toThrow(KernelFeatureError)
  expect(failing(message)).toThrow(sentence)
  expect(failing(message)).toThrow(/--backend simulated$/)
})

test('another error is not', () => {
  expect(failing('unshare: not permitted')).toThrow(/^unshare: not permitted$/)
})

test('what works is given back', () => {
  expect(withKernelFeatures(() => 7)).toBe(7)
})
