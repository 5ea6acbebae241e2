import type { PacketRecord } from '#network'

/** Frames as a capture has them, a microsecond apart and none of them lost. */
export const frames = (count: number, bytesOf: (index: number) => Uint8Array): PacketRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    at: index * 1000,
    arrives: index * 1000,
    link: 0,
    from: 'eth0',
    to: 'eth0',
    bytes: bytesOf(index),
    fate: 'delivered',
    cause: null,
  }))
