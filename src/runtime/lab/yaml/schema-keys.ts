import { z } from 'zod'
import type { Path } from './located.ts'

/** Names of the keys that a zod object schema knows at `path` of `value`; null where the schema takes any key or none. */
export function knownKeys(schema: z.ZodType, value: unknown, path: Path): string[] | null {
  let options = [schema]
  let part = value
  for (const step of path) {
    options = options.flatMap((option) => alternatives(option, part)).flatMap((option) => childSchema(option, step))
    part = (part as Record<PropertyKey, unknown> | null | undefined)?.[step]
  }
  const objects = options
    .flatMap((option) => alternatives(option, part))
    .filter((option) => option instanceof z.ZodObject)
  if (objects.length === 0) return null
  return [...new Set(objects.flatMap((object) => Object.keys(object.shape)))]
}

/** The schema without its wrappers; the members of a union, or the one that the value's discriminator chooses. */
function alternatives(schema: unknown, value: unknown): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly)
    return alternatives(schema.def.innerType, value)
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return alternatives(schema.def.innerType, value)
  if (schema instanceof z.ZodPipe)
    return alternatives(schema.def.in instanceof z.ZodTransform ? schema.def.out : schema.def.in, value)
  if (schema instanceof z.ZodLazy) return alternatives(schema.def.getter(), value)
  if (schema instanceof z.ZodDiscriminatedUnion) return chosen(schema, value)
  if (schema instanceof z.ZodUnion) return schema.def.options.flatMap((option) => alternatives(option, value))
  return schema instanceof z.ZodType ? [schema] : []
}

function chosen(union: z.ZodDiscriminatedUnion, value: unknown): z.ZodType[] {
  const key = union.def.discriminator
  const word = (value as Record<string, unknown> | null | undefined)?.[key]
  const all = union.def.options.flatMap((option) => alternatives(option, value))
  const matching = all.filter((option) => {
    const shape = option instanceof z.ZodObject ? (option.shape as Record<string, unknown>)[key] : undefined
    return shape instanceof z.ZodLiteral && shape.def.values.includes(word as string)
  })
  return matching.length > 0 ? matching : all
}

function childSchema(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodObject) return present((schema.shape as Record<PropertyKey, unknown>)[step])
  if (schema instanceof z.ZodRecord) return present(schema.def.valueType)
  if (schema instanceof z.ZodArray) return present(schema.def.element)
  if (schema instanceof z.ZodTuple) return present(schema.def.items[Number(step)] ?? schema.def.rest)
  return []
}

function present(schema: unknown): z.ZodType[] {
  return schema instanceof z.ZodType ? [schema] : []
}
