import type { Link } from './link.ts'
import type { Packet } from './packet.ts'
import type { Duration, Time, Within } from './values.ts'

export interface CaptureWhere {
  /** A link, a node's interface (`r1:eth0`), or what a host sends to itself (`server:lo`). Default: every packet of the links once, where it was first sent. */
  on?: Link | string
  /** Only packets from now on. Default: from the world's start. */
  since?: 'now' | Time
  /** What a report calls a packet that matches, with its article: `a FIN or a RST of the client`. Without it a failed wait cannot say what it waited for. */
  as?: string
}

/** A cursor. It records nothing: everything is recorded. */
export interface Capture {
  /** @wait The next match after the cursor, which moves past it. */
  next(options?: Within): Promise<Packet>
  /** @look All matches so far; the cursor stays. To check that nothing came, use `expectNone` with a duration: at one instant some events may still be due. */
  all(): Promise<Packet[]>
  /** @look */
  count(): Promise<number>
  /** @wait That no match comes after the cursor for this long. `expectNone('0s')` is a look. */
  expectNone(during: Duration): Promise<void>
  /** @look `['client > server SYN', …]`: for comparing whole exchanges; relative numbers, no ports chosen by the kernel. */
  ladder(): Promise<string[]>
}
