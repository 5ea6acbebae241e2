import { readFileSync } from 'node:fs'

/** A line of a session: a command, what the host wrote into the connection or printed, what it received, or an event. */
export interface SessionLine {
  host: string
  kind: 'command' | 'printed' | 'said' | 'heard' | 'ended'
  text: string
}

/** The session of an exercise, as the build has recorded it. */
export function publishedSession(id: string): readonly SessionLine[] {
  const all = JSON.parse(readFileSync('generated/sessions.json', 'utf8')) as Record<string, SessionLine[]>
  return all[id] ?? []
}
