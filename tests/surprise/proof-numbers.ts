import { type Fault, sightingsOf } from '#grader/surprise/index.ts'
import type { Lab } from '#lab'

/** One packet for each part of a fault's proof; null where the capture does not prove it. */
export async function proofNumbers(lab: Lab, { proof, never }: Fault): Promise<number[] | null> {
  const numbers: number[] = []
  for (const sighting of proof) {
    const [first] = await sightingsOf(lab, sighting)
    if (!first) return null
    numbers.push(first.number)
  }
  for (const sighting of never) if ((await sightingsOf(lab, sighting)).length > 0) return null
  return numbers
}
