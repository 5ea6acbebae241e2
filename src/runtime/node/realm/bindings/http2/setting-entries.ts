import { Http2Setting, type Http2SettingEntry, write16, write32 } from '#network'
import { SETTING_IDS, SETTINGS_FLAGS } from './shared-state.ts'

/** Values of `http2.getDefaultSettings()`. */
const DEFAULTS: readonly number[] = [4096, 1, 65_535, 16_384, 2 ** 32 - 1, 65_535, 0]

/** Returns the settings that the library has put into the shared array. */
export function settingEntries(settings: Uint32Array): Http2SettingEntry[] {
  const flags = settings[SETTINGS_FLAGS]!
  const known = SETTING_IDS.map((id, index): Http2SettingEntry => [id, settings[index]!])
  const entries = known.filter((_, index) => flags & (1 << index))
  const count = settings[SETTINGS_FLAGS + 1]!
  for (let at = SETTINGS_FLAGS + 2; at < SETTINGS_FLAGS + 2 + 2 * count; at += 2)
    entries.push([settings[at]!, settings[at + 1]!])
  return entries
}

/** Puts the defaults into the shared array. */
export function showDefaults(settings: Uint32Array): void {
  settings.set(DEFAULTS)
  settings[SETTINGS_FLAGS] = 2 ** SETTING_IDS.length - 1
  settings[SETTINGS_FLAGS + 1] = 0
}

/** Returns the payload of a SETTINGS frame; undefined for values that it can't have. */
export function packedSettings(entries: readonly Http2SettingEntry[]): Uint8Array | undefined {
  const bytes = new Uint8Array(6 * entries.length)
  for (const [index, [id, value]] of entries.entries()) {
    if (id === Http2Setting.ENABLE_PUSH && value > 1) return undefined
    write16(bytes, 6 * index, id)
    write32(bytes, 6 * index + 2, value)
  }
  return bytes
}
