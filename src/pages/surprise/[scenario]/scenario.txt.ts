// What the page needs of a scenario to play it, packed: a file that nobody reads by accident.
import type { APIRoute } from 'astro'
import { loadedScenarios } from '#labs/publishing/index.ts'
import { packScenario } from '#labs/surprise/index.ts'

export function getStaticPaths() {
  return loadedScenarios().map(({ id }) => ({ params: { scenario: id } }))
}

export const GET: APIRoute = async ({ params }) => {
  const scenario = loadedScenarios().find(({ id }) => id === params.scenario)!
  return new Response(await packScenario(scenario), { headers: { 'content-type': 'text/plain' } })
}
