import type { SpawnRequest } from '../syscalls/index.ts'

const MOST_DESCRIPTORS = 256
/** ARG_MAX: arguments and environment together. */
const LONGEST = 2 << 20

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0')
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value)

/** Parses a process's request; null for an invalid one: the program may be hostile. */
export function parseSpawnRequest(text: string): SpawnRequest | 'too long' | null {
  if (text.length > LONGEST) return 'too long'
  let request: Partial<Record<keyof SpawnRequest, unknown>> | null
  try {
    request = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof request !== 'object' || request === null) return null
  const { file, args, env, cwd, descriptors, detached, uid, gid, awaited } = request
  if (!isText(file) || !isTexts(args) || args.length === 0 || !isTexts(env)) return null
  if (!Array.isArray(descriptors) || descriptors.length > MOST_DESCRIPTORS || !descriptors.every(isNumber)) return null
  if (cwd !== undefined && !isText(cwd)) return null
  if (uid !== undefined && !isNumber(uid)) return null
  if (gid !== undefined && !isNumber(gid)) return null
  return {
    file,
    args,
    env,
    descriptors,
    detached: detached === true,
    awaited: awaited === true,
    ...(cwd !== undefined && { cwd }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  }
}
