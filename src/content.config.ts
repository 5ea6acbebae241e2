// Where Astro finds the course. The lessons are what instructors write, in content/; this says which files they are.
import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'

const lessons = defineCollection({
  loader: glob({ base: './content', pattern: '[0-9][0-9]-*/[0-9][0-9]-*.mdx' }),
  schema: z.strictObject({
    title: z.string(),
    /** As it stands in the course: `3.1`. */
    number: z.string(),
    minutes: z.number().int().positive(),
    /** One or two sentences under the title. */
    lead: z.string(),
    /** Ids of the exercises that belong to this lesson. */
    exercises: z.array(z.string()).default([]),
  }),
})

export const collections = { lessons }
