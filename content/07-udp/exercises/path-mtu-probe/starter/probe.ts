import { AF_INET, SOCK_DGRAM, socket } from 'ackademy:sockets'
import { params } from './params.ts'

/** Finds the largest UDP payload that reaches the responder in one packet. */
export async function largestPayload(address: string, port: number): Promise<number> {
  const udp = socket(AF_INET, SOCK_DGRAM)
  console.log('to', address, port, 'waiting', params.waitMs, 'ms for each try')
  // Your turn: which options, which size first, and what if nothing comes back?
  udp.close()
  return 1_252
}
