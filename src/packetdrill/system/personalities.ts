import type { TcpSettings } from '#network'
import type { Personality } from '../language/index.ts'

/**
 * Whose defaults the stack has. Linux's are its own. FreeBSD's differ in sizes of buffers (net.inet.tcp.recvspace, recvbuf_max), which its
 * window scale of 6 comes from, in the bounds of the retransmission timeout (rexmit_min 30 ms) and in having no loss probe by default; scripts
 * for it are matched semantically, since it writes options in another order.
 */
export function personalitySettings(personality: Personality): Partial<TcpSettings> {
  if (personality === 'linux') return {}
  return {
    receiveBuffer: 131_072,
    receiveBufferMaximum: 2_097_152,
    sendBuffer: 32_768,
    sendBufferMaximum: 2_097_152,
    timeoutMinimum: 30_000_000,
    timeoutMaximum: 64_000_000_000,
    lossProbe: false,
    ecn: 2,
    synRetries: 12,
    synLinearTimeouts: 0,
    synAckRetries: 3,
    retries2: 12,
    timeWait: 60_000_000_000,
    maximumBacklog: 128,
  }
}
