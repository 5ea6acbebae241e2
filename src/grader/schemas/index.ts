/**
 * The JSON schemas of the files that authors write, made from the zod schemas that check them: editors complete and describe
 * fields with them. `npm run schemas` writes them to `schemas/`; a test checks that they match.
 */
import { z } from 'zod'
import { Drill } from '../drills/index.ts'
import { Attempts, Exercise, Hints, Module, WrongFile } from '../exercise/index.ts'
import { Interview } from '../interviews/index.ts'
import { Quiz } from '../quizzes/index.ts'
import { Scenario } from '../surprise/scenario/index.ts'

/** A field of an exercise may be set in module.yaml instead. */
const OF_THE_EXERCISE_ITSELF = ['version', 'id', 'title', 'submission', 'starter', 'tests']

/** Schemas by the name of their file. */
export function editorSchemas(): Record<string, object> {
  const exercise = { ...jsonSchema(Exercise, 'exercise.yaml'), required: OF_THE_EXERCISE_ITSELF }
  const module = jsonSchema(Module, 'module.yaml')
  const defaults = { ...exercise, $schema: undefined, title: undefined, required: [] }
  return {
    'exercise.schema.json': exercise,
    'module.schema.json': { ...module, properties: { ...module.properties, defaults } },
    'hints.schema.json': jsonSchema(Hints, 'hints.yaml'),
    'wrong.schema.json': jsonSchema(WrongFile, 'wrong.yaml'),
    'attempts.schema.json': jsonSchema(Attempts, 'attempts.yaml'),
    'quiz.schema.json': jsonSchema(Quiz, 'a quiz'),
    'interview.schema.json': jsonSchema(Interview, 'an interview'),
    'drill.schema.json': jsonSchema(Drill, 'drill.yaml'),
    'surprise.schema.json': jsonSchema(Scenario, 'a scenario of Surprise'),
  }
}

/** The seventh draft, which YAML's language server knows best. */
function jsonSchema(schema: z.ZodType, title: string) {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema: part }) => {
      // Bounds that only say "a whole number that JavaScript can count to".
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum
    },
  })
  return { $schema, title, ...rest }
}

/** The text of a schema's file. */
export const schemaText = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`
