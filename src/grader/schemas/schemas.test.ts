import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { editorSchemas, schemaText } from './index.ts'

test('the JSON schemas for editors are those of the zod schemas: `npm run schemas` writes them', () => {
  const made = editorSchemas()
  expect(readdirSync('schemas').sort()).toEqual(Object.keys(made).sort())
  for (const [name, schema] of Object.entries(made))
    expect(readFileSync(`schemas/${name}`, 'utf8'), name).toBe(schemaText(schema))
})

test('every field of an exercise says what it is, unless its name does', () => {
  const { properties } = editorSchemas()['exercise.schema.json'] as {
    properties: Record<string, { description?: string }>
  }
  const silent = Object.entries(properties).filter(([, field]) => !field.description)
  expect(silent.map(([name]) => name)).toEqual(['version', 'title', 'kind', 'backends', 'needs', 'tests'])
})
