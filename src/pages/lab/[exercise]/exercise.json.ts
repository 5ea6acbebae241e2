// What Check needs of an exercise, fetched when it is first asked for.
import type { APIRoute } from 'astro'
import { publishedExercise, publishedExercises } from '#labs/publishing/index.ts'

export async function getStaticPaths() {
  const exercises = await publishedExercises()
  return exercises.map(({ lab }) => ({ params: { exercise: lab.id } }))
}

export const GET: APIRoute = async ({ params }) => {
  const { bundle } = await publishedExercise(params.exercise ?? '')
  return new Response(JSON.stringify(bundle), { headers: { 'content-type': 'application/json' } })
}
