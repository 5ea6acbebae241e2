// The learner's files as the solution has them; only of exercises that give it away.
import type { APIRoute } from 'astro'
import { publishedExercise, publishedExercises } from '#labs/publishing/index.ts'

export async function getStaticPaths() {
  const exercises = await publishedExercises()
  return exercises.flatMap(({ lab, solution }) => (solution ? { params: { exercise: lab.id } } : []))
}

export const GET: APIRoute = async ({ params }) => {
  const { solution } = await publishedExercise(params.exercise ?? '')
  return new Response(JSON.stringify(solution), { headers: { 'content-type': 'application/json' } })
}
