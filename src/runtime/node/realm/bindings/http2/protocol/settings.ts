import { HPACK_DEFAULT_TABLE_SIZE, HTTP2_DEFAULT_FRAME_SIZE, Http2Setting, type Http2SettingEntry } from '#network'

const UNLIMITED = 2 ** 32 - 1

/** Settings in effect for one side (RFC 9113 §6.5.2), by identifier. */
export type Settings = Map<number, number>

export const initialSettings = (): Settings =>
  new Map<number, number>([
    [Http2Setting.HEADER_TABLE_SIZE, HPACK_DEFAULT_TABLE_SIZE],
    [Http2Setting.ENABLE_PUSH, 1],
    [Http2Setting.MAX_CONCURRENT_STREAMS, UNLIMITED],
    [Http2Setting.INITIAL_WINDOW_SIZE, 65_535],
    [Http2Setting.MAX_FRAME_SIZE, HTTP2_DEFAULT_FRAME_SIZE],
    [Http2Setting.MAX_HEADER_LIST_SIZE, UNLIMITED],
    [Http2Setting.ENABLE_CONNECT_PROTOCOL, 0],
  ])

/** Returns the last value of a setting in a frame. */
export function lastOf(entries: readonly Http2SettingEntry[], identifier: number): number | undefined {
  return entries.findLast(([known]) => known === identifier)?.[1]
}

/** Applies a frame's entries; settings that aren't known are kept out. */
export function applyEntries(settings: Settings, entries: readonly Http2SettingEntry[]): void {
  for (const [identifier, value] of entries) if (settings.has(identifier)) settings.set(identifier, value)
}
