interface ZoneRecord {
  name: string
  type: string
}
declare const ORIGIN: string
declare function isBelow(name: string, origin: string): boolean
/** All records of a name; null when there is no such name. */
declare function recordsOf(name: string): ZoneRecord[] | null

/** The decision, with three places left open. */
export function decide(name: string, type: string) {
  if (!isBelow(name, ORIGIN)) return { rcode: 5, authoritative: false, answer: [], authority: [] }
  const records = recordsOf(name)
  if (records === null) {
    // … there is no such name: which RCODE, and what is in the authority section?
  }
  const alias = records?.find((record) => record.type === 'CNAME')
  if (alias && type !== 'CNAME') {
    // … the records of its target follow, if it is in the zone
  }
  const answer = records?.filter((record) => record.type === type) ?? []
  // … the name is there, and nothing of that type
  return { rcode: 0, authoritative: true, answer, authority: [] }
}
