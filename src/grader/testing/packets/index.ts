/**
 * Judging packets that a test holds, by display filters: what came, in which order, how many, at which times, and what must not
 * come. Each failure names the first packet that is wrong. Nothing here asks the world anything.
 */
export { type PacketMatchers, packetMatchers } from './matchers.ts'
