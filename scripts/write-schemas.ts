/** Writes the JSON schemas of the files that authors write to `schemas/`, for editors. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { editorSchemas, schemaText } from '#grader/schemas/index.ts'

mkdirSync('schemas', { recursive: true })
for (const [name, schema] of Object.entries(editorSchemas())) writeFileSync(`schemas/${name}`, schemaText(schema))
