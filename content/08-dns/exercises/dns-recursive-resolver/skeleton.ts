import { type Message, NOERROR, NXDOMAIN, type Reply, TYPES } from './wire-format.ts'

type Finding = { reply: Reply } | { zone: string; names: string[]; glue: string[] }

declare function isBelow(name: string, zone: string): boolean

/** Says what a reply is worth that came from a server of this zone; null if it's lame. Three places are left open. */
export function judge(message: Message, zone: string, name: string, type: number): Finding | null {
  if (message.rcode !== NOERROR && message.rcode !== NXDOMAIN) return null
  const answers = message.answers.filter((row) => row.name === name && row.type === type) // … or an alias?
  if (answers.length > 0)
    return message.isAuthoritative ? { reply: { rcode: NOERROR, answers, authorities: [] } } : null
  const rows = message.authorities.filter((row) => row.type === TYPES.NS) // … of which zones?
  const [first] = rows
  if (first) {
    const names = rows.filter((row) => row.name === first.name).flatMap((row) => row.target ?? [])
    const glue = message.additionals.filter((row) => names.includes(row.name)) // … may this server know that?
    return { zone: first.name, names, glue: glue.flatMap((row) => row.address ?? []) }
  }
  const authorities = message.authorities.filter((row) => row.type === TYPES.SOA && isBelow(name, row.name))
  return message.isAuthoritative ? { reply: { rcode: message.rcode, answers, authorities } } : null
}
